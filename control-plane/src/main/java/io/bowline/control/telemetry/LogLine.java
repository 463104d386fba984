package io.bowline.control.telemetry;

/// One log line.
///
/// @param nanos since the epoch, as the sender says
public record LogLine(long nanos, Labels labels, String line) {}
