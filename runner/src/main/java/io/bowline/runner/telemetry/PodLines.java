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
import java.util.function.Consumer;

/// The log of one container, line by line. The time in front of each line, which the kubelet
/// writes, becomes its time; a line without one gets the time of the line before.
final class PodLines {
  private static final int LONGEST = 64 * 1024;

  private final SortedMap<String, String> labels;
  private final Consumer<Reading> to;
  private final Instant from;
  private Instant last;
  private boolean passed;

  PodLines(ComponentName component, Container container, Instant since, Consumer<Reading> to) {
    this.labels =
        new TreeMap<>(
            Map.of(
                "component", component.value(),
                "namespace", container.namespace(),
                "pod", container.pod(),
                "container", container.name()));
    this.from = since;
    this.last = since;
    this.to = to;
  }

  /// Which container.
  record Container(String namespace, String pod, String name) {}

  /// Reads to the end of the stream.
  ///
  /// @return the time of the last line, from which another reading goes on
  Instant read(InputStream stream) throws IOException {
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
    return last;
  }

  private void take(String line) {
    int blank = line.indexOf(' ');
    String stamp = blank < 0 ? line : line.substring(0, blank);
    try {
      Instant at = OffsetDateTime.parse(stamp).toInstant();
      if (!passed && !at.isAfter(from)) {
        // sinceTime counts whole seconds: what was read before comes again
        return;
      }
      passed = true;
      last = at;
      add(blank < 0 ? "" : line.substring(blank + 1));
    } catch (DateTimeParseException e) {
      add(line);
    }
  }

  private void add(String text) {
    long nanos = last.getEpochSecond() * 1_000_000_000L + last.getNano();
    to.accept(new Reading(labels, nanos, text));
  }
}
