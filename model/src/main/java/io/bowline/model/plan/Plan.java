package io.bowline.model.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.PlanId;
import io.bowline.model.release.ComponentName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The exact steps for one install towards one release, as far as they can be known at this stage.
///
/// @param release digest of the release's OCI manifest
/// @param stage from 1; a later stage plans what needed outputs of an earlier one
/// @param deferred components that a later stage will plan
public record Plan(
    PlanId id,
    InstallId install,
    Digest release,
    int stage,
    List<PlannedStep> steps,
    List<ComponentName> deferred) {
  public Plan {
    if (stage < 1) {
      throw new IllegalArgumentException("stages count from 1");
    }
    steps = List.copyOf(steps);
    deferred = List.copyOf(deferred);
  }

  /// What an approval admits. It covers everything but the text for people, whose source is covered
  /// by the content digests.
  public Digest digest() {
    var text = new CanonicalText("bowline-plan-v1");
    text.add(id.toString()).add(install.toString()).add(release.toString());
    text.add(Integer.toString(stage));
    var ordered = new ArrayList<>(steps);
    ordered.sort(Comparator.comparing(PlannedStep::name));
    text.add(Integer.toString(ordered.size()));
    for (PlannedStep step : ordered) {
      text.add(step.name()).add(step.component().value());
      text.add(step.kind().name()).add(step.action().name());
      text.addAll(step.after().stream().sorted().toList());
      text.add(step.content().toString()).add(step.precondition().toString());
    }
    text.addAll(deferred.stream().sorted().map(ComponentName::value).toList());
    return text.digest();
  }

  /// Whether applying it would change nothing.
  public boolean changesNothing() {
    return deferred.isEmpty() && steps.stream().allMatch(s -> s.action() == StepAction.NONE);
  }
}
