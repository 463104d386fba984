package io.bowline.control.edge.http.telemetry;

import io.bowline.control.telemetry.LogLine;
import java.time.Instant;
import java.util.Map;

/// A log line as the API shows it.
public record LineView(
    Instant time, String component, String pod, String line, Map<String, String> labels) {
  static LineView of(LogLine line) {
    Map<String, String> labels = line.labels().values();
    return new LineView(
        Instant.ofEpochSecond(0, line.key().nanos()),
        labels.getOrDefault("component", ""),
        labels.getOrDefault("pod", ""),
        line.line(),
        labels);
  }
}
