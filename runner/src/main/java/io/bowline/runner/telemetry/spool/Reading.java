package io.bowline.runner.telemetry.spool;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One log line or one sample.
///
/// @param labels of its stream or series
/// @param nanos since the epoch
/// @param payload the line, or the value in text form
public record Reading(SortedMap<String, String> labels, long nanos, String payload) {
  public Reading {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
