package io.bowline.runner.telemetry.spool;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What had to be dropped of one stream: how much, from when to when (invariant 7).
///
/// @param labels of the stream; none when nobody can tell which it was
/// @param atLeast whether there may have been more
/// @param from nanoseconds since the epoch of the first one dropped
/// @param until nanoseconds since the epoch of the last one dropped
public record Loss(
    SortedMap<String, String> labels,
    Cause cause,
    long count,
    boolean atLeast,
    long from,
    long until) {
  public Loss {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /// Why it is gone.
  public enum Cause {
    SPOOL_FULL("the spool was full"),
    DISK_REFUSED("the disk took no more"),
    DAMAGED("the spool was damaged on the disk");

    private final String text;

    Cause(String text) {
      this.text = text;
    }

    /// For people.
    public String text() {
      return text;
    }
  }

  /// Losses of the same stream for the same reason are one.
  record Key(SortedMap<String, String> labels, Cause cause) {}

  Key key() {
    return new Key(labels, cause);
  }

  Loss and(Loss later) {
    return new Loss(
        labels,
        cause,
        count + later.count,
        atLeast || later.atLeast,
        Math.min(from, later.from),
        Math.max(until, later.until));
  }

  Loss of(SortedMap<String, String> wider) {
    return new Loss(wider, cause, count, atLeast, from, until);
  }

  static Loss of(Reading reading, Cause cause) {
    return new Loss(reading.labels(), cause, 1, false, reading.nanos(), reading.nanos());
  }
}
