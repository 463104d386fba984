package io.bowline.runner.work;

import io.bowline.model.job.JobSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// How long jobs may take on this runner, whatever the control plane thinks of it (invariant 9).
///
/// @param within by kind of job; the general limit for those that are not named
/// @param stopGrace from the wish to stop to the interrupt of the handler
/// @param alone kinds of which only one runs at a time, since they change or measure the install
public record WorkTerms(
    Map<String, Duration> within, Duration general, Duration stopGrace, Set<String> alone) {
  public WorkTerms {
    within = Map.copyOf(within);
    alone = Set.copyOf(alone);
  }

  /// What a runner uses unless its configuration says otherwise.
  public static WorkTerms usual() {
    return new WorkTerms(
        Map.of(
            "plan", Duration.ofMinutes(30),
            "apply", Duration.ofHours(4),
            "inspect", Duration.ofMinutes(10),
            "uninstall", Duration.ofHours(4),
            "preflight", Duration.ofMinutes(4),
            "capture-logs", Duration.ofHours(25),
            "check-cluster", Duration.ofMinutes(5),
            "bootstrap-cluster", Duration.ofMinutes(20),
            "remove-cluster", Duration.ofMinutes(30)),
        Duration.ofHours(1),
        Duration.ofSeconds(60),
        Set.of("plan", "apply", "uninstall"));
  }

  Duration limitOf(JobSpec spec) {
    return within.getOrDefault(spec.kind(), general);
  }

  boolean runsAlone(JobSpec spec) {
    return alone.contains(spec.kind());
  }
}
