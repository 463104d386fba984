package io.bowline.control.catalog;

import java.time.Instant;

/// That a release was taken back: it is never offered again.
public record Yank(Instant at, String by, String reason) {}
