package io.bowline.model.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.ComponentName;
import java.util.List;
import java.util.Set;

/// One step as it leaves the account: what it will do, bound by digest to the exact bytes that stay
/// on the runner.
///
/// @param name unique within the plan, e.g. `images` or `broker`
/// @param after names of steps that must have succeeded before
/// @param content digest of the bytes that will be applied: frozen chart, saved Terraform plan,
///   manifests, image list
/// @param precondition digest of the observation that the step relies on; when the world no longer
///   has it, the step stops before its first write
/// @param diff lines for people, values redacted; bounded
public record PlannedStep(
    String name,
    ComponentName component,
    StepKind kind,
    StepAction action,
    Set<String> after,
    Digest content,
    Digest precondition,
    List<String> diff) {
  public PlannedStep {
    after = Set.copyOf(after);
    diff = List.copyOf(diff);
  }
}
