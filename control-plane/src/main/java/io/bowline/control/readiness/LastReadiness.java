package io.bowline.control.readiness;

import io.bowline.model.probe.Check;
import java.time.Instant;
import java.util.List;

/// What was told last, and when.
public record LastReadiness(List<Check> checks, Instant toldAt) {
  public LastReadiness {
    checks = List.copyOf(checks);
  }
}
