package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.Executor;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.helm.HelmEngine;
import io.bowline.runner.step.helm.HelmExecutor;
import io.bowline.runner.step.image.ImageExecutor;
import io.bowline.runner.step.image.ImageKeeper;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.KubeExecutor;
import io.bowline.runner.step.terraform.Made;
import io.bowline.runner.step.terraform.TerraformExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// Who acts, by kind of step.
///
/// @param namespace where Bowline itself is in the cluster
public record Executors(
    Cluster cluster,
    HelmEngine engine,
    ImageExecutor image,
    HelmExecutor helm,
    TerraformExecutor terraform,
    KubeExecutor kube,
    ImageKeeper keeper,
    String namespace) {
  Executor of(StepKind kind) {
    return switch (kind) {
      case IMAGE -> image;
      case HELM -> helm;
      case TERRAFORM -> terraform;
      case KUBE -> kube;
    };
  }

  /// Drafts the removal of what an install runs of a component.
  ///
  /// @param stays what of Terraform's is not to go
  Draft draftRemoval(
      ComponentRecord component, Predicate<Made> stays, Path frozen, StepContext context) {
    return switch (component.kind()) {
      case HELM -> helm.draftRemoval(component.entry(), component.namespace(), frozen);
      case TERRAFORM -> terraform.draftRemoval(component.entry(), stays, frozen, context).draft();
      case KUBE -> kube.draft(component.entry(), component.namespace(), List.of(), frozen);
      case IMAGE -> new Draft(StepAction.NONE, Digest.of(new byte[0]), List.of());
    };
  }
}
