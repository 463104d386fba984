package io.bowline.control.telemetry;

/// One sample of a series; the metric's name is the label `__name__`.
public record Sample(long nanos, Labels labels, double value) {}
