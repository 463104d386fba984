package io.bowline.control.edge.ingest;

import java.util.Map;

/// What a sender is answered.
record Reply(int status, Map<String, String> headers, String text) {
  private static final String WRITTEN = "X-Prometheus-Remote-Write-%s-Written";

  /// Everything is on the disk; Prometheus wants it counted by kind.
  static Reply stored(int count) {
    return new Reply(
        204,
        Map.of(
            WRITTEN.formatted("Samples"), Integer.toString(count),
            WRITTEN.formatted("Histograms"), "0",
            WRITTEN.formatted("Exemplars"), "0"),
        "");
  }
}
