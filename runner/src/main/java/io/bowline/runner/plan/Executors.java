package io.bowline.runner.plan;

import io.bowline.model.plan.StepKind;
import io.bowline.runner.step.Executor;
import io.bowline.runner.step.helm.HelmEngine;
import io.bowline.runner.step.helm.HelmExecutor;
import io.bowline.runner.step.image.ImageExecutor;
import io.bowline.runner.step.image.ImageKeeper;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.KubeExecutor;
import io.bowline.runner.step.terraform.TerraformExecutor;

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
}
