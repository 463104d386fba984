package io.bowline.runner.telemetry;

import io.bowline.model.release.ComponentName;
import io.bowline.runner.telemetry.spool.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/// The log of one container, line by line. The time in front of each line, which the kubelet
/// writes, becomes its time; a line without one gets the time of the line before.
final class PodLines {
  private static final int LONGEST = 64 * 1024;

  private final SortedMap<String, String> labels;
  private final ObjLongConsumer<Reading> to;
  private final Start from;
  private Instant last;
  private long atThatTime;
  private boolean passed;

  /// @param to takes each line, and which one of its time it is, from 1
  PodLines(ComponentName component, Container container, Start from, ObjLongConsumer<Reading> to) {
    this.labels =
        new TreeMap<>(
            Map.of(
                "component", component.value(),
                "namespace", container.namespace(),
                "pod", container.pod(),
                "container", container.name()));
    this.from = from;
    this.last = from.time();
    this.to = to;
  }

  /// Where a reading goes on.
  ///
  /// @param read how many lines of that very time were read before
  record Start(Instant time, long read) {
    /// After all lines of that time.
    static Start after(Instant time) {
      return new Start(time, Long.MAX_VALUE);
    }
  }

  /// Which container.
  record Container(String namespace, String pod, String name) {
    @Override
    public String toString() {
      return namespace + "/" + pod + "/" + name;
    }
  }

  /// Reads to the end of the stream.
  void read(InputStream stream) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    var line = new StringBuilder();
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      if (c == '\n') {
        take(line.toString());
        line.setLength(0);
      } else if (line.length() < LONGEST) {
        line.append((char) c);
      }
    }
    if (!line.isEmpty()) {
      take(line.toString());
    }
  }

  /// Where another reading goes on, however this one ended.
  Start next() {
    return passed ? new Start(last, atThatTime) : from;
  }

  private void take(String line) {
    int blank = line.indexOf(' ');
    String stamp = blank < 0 ? line : line.substring(0, blank);
    try {
      Instant at = OffsetDateTime.parse(stamp).toInstant();
      if (!at.equals(last)) {
        atThatTime = 0;
      }
      last = at;
      add(blank < 0 ? "" : line.substring(blank + 1));
    } catch (DateTimeParseException e) {
      add(line);
    }
  }

  private void add(String text) {
    atThatTime++;
    if (!passed && readBefore()) {
      return;
    }
    passed = true;
    long nanos = last.getEpochSecond() * 1_000_000_000L + last.getNano();
    to.accept(new Reading(labels, nanos, text), atThatTime);
  }

  /// A log is asked for by whole seconds: some of what was read before comes again.
  private boolean readBefore() {
    return last.isBefore(from.time()) || (last.equals(from.time()) && atThatTime <= from.read());
  }
}
