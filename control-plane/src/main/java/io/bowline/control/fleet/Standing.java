package io.bowline.control.fleet;

import java.time.Instant;

/// How a fleet is or was, why, and since when.
///
/// @param reason for people; may be empty
public record Standing(FleetStatus status, String reason, Instant since) {}
