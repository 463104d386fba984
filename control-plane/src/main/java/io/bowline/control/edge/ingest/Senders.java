package io.bowline.control.edge.ingest;

import io.bowline.control.collector.Collectors;
import io.bowline.control.platform.Remembered;
import io.bowline.control.runner.Runners;
import io.bowline.model.identity.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/// Whose certificates count on the ports for logs and metrics. Senders come often, so an answer is
/// remembered, for so short that whoever was revoked is out within seconds.
@ApplicationScoped
public class Senders {
  private static final Duration REMEMBERED = Duration.ofSeconds(3);
  private static final int MOST_REMEMBERED = 100_000;

  private final Runners runners;
  private final Collectors collectors;
  private final Remembered<Identity, Boolean> answers;

  public Senders(Runners runners, Collectors collectors, InstantSource clock) {
    this.runners = runners;
    this.collectors = collectors;
    this.answers = new Remembered<>(REMEMBERED, MOST_REMEMBERED, clock);
  }

  /// Whether the holder of a valid certificate with this identity is to be served.
  public boolean admits(Identity identity) {
    return answers.get(
        identity,
        () ->
            switch (identity.role()) {
              case RUNNER -> runners.admitted(identity);
              case COLLECTOR -> collectors.admitted(identity);
              case HOSTED -> false;
            });
  }
}
