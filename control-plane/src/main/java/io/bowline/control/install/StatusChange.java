package io.bowline.control.install;

import java.time.Instant;

/// One entry of the history of an install's status.
public record StatusChange(InstallStatus status, String reason, Instant at) {}
