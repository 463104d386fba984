package io.bowline.control.telemetry.segment;

/// One line or sample in a segment.
///
/// @param nanos since the epoch
/// @param labels canonical text of the label set
/// @param payload a log line, or a sample's value in text form
public record Entry(long nanos, String labels, String payload) {}
