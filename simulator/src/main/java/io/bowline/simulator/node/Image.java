package io.bowline.simulator.node;

import java.util.List;
import java.util.Map;

/// What an image's configuration says about running it.
public record Image(
    String id,
    List<String> entrypoint,
    List<String> command,
    Map<String, String> environment,
    Map<String, String> labels) {
  /// `run`, `crash`, `hang` or `exit0`: what the image does when no shell command tells.
  public static final String BEHAVIOUR = "io.bowline.simulator.behaviour";

  /// The line that it writes again and again.
  public static final String LOG = "io.bowline.simulator.log";

  /// Milliseconds between two lines.
  public static final String LOG_MILLIS = "io.bowline.simulator.log-millis";

  /// The Prometheus text that it serves at `/metrics`.
  public static final String METRICS = "io.bowline.simulator.metrics";

  public Image {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
  }

  /// An image that says nothing: its pod's command decides, or else it runs.
  public static Image plain() {
    return new Image(
        "sha256:0000000000000000000000000000000000000000000000000000000000000000",
        List.of(),
        List.of(),
        Map.of(),
        Map.of());
  }

  /// An image of a behaviour.
  public static Image behaving(String behaviour) {
    Image plain = plain();
    return new Image(plain.id(), List.of(), List.of(), Map.of(), Map.of(BEHAVIOUR, behaviour));
  }
}
