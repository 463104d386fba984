package io.bowline.runner.telemetry.spool;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What had to be dropped of one stream: how much, from when to when (invariant 7).
///
/// @param from nanoseconds since the epoch of the first one dropped
/// @param until nanoseconds since the epoch of the last one dropped
public record Loss(SortedMap<String, String> labels, long count, long from, long until) {
  public Loss {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  Loss and(Loss later) {
    return new Loss(
        labels, count + later.count, Math.min(from, later.from), Math.max(until, later.until));
  }
}
