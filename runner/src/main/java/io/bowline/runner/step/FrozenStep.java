package io.bowline.runner.step;

import io.bowline.model.plan.PlannedStep;
import io.bowline.model.release.HealthCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A planned step together with its bytes on this machine.
///
/// @param timeout from the first write to healthy
/// @param health what must hold afterwards
/// @param reversible whether a return puts the earlier state back
/// @param frozen folder with the exact bytes; the planned content digest covers it
/// @param work folder for what arises while the step runs, such as the state before it
public record FrozenStep(
    PlannedStep planned,
    Duration timeout,
    List<HealthCheck> health,
    boolean reversible,
    Path frozen,
    Path work) {
  private static final Duration LEAST_FOR_RETURN = Duration.ofMinutes(5);

  public FrozenStep {
    health = List.copyOf(health);
  }

  /// How long a return may take: never less than the floor, since a release that gives itself
  /// little time must not keep the one before it from coming back.
  public Duration returnWithin() {
    return timeout.compareTo(LEAST_FOR_RETURN) < 0 ? LEAST_FOR_RETURN : timeout;
  }

  /// What must hold after a return: workloads ready. A GET that the failed release asks for may be
  /// about something that it brought itself.
  public List<HealthCheck> returnHealth() {
    return health.stream().filter(HealthCheck.WorkloadsReady.class::isInstance).toList();
  }

  public String name() {
    return planned.name();
  }

  /// Whether the bytes are still those that were planned.
  public boolean intact() {
    return FrozenTree.digest(frozen).equals(planned.content());
  }
}
