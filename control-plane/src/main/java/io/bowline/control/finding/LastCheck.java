package io.bowline.control.finding;

import java.time.Instant;

/// When an install's runner told last what it finds.
///
/// @param unlisted how many more it has found than are listed
public record LastCheck(Instant at, long unlisted) {}
