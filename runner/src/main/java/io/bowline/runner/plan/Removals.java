package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.plan.StepAction;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.StepContext;
import java.nio.file.Path;
import java.util.List;

/// Drafts the removal of what an install runs.
final class Removals {
  private Removals() {}

  static Draft draft(
      Executors executors, ComponentRecord component, Path frozen, StepContext context) {
    return switch (component.kind()) {
      case HELM -> executors.helm().draftRemoval(component.entry(), component.namespace(), frozen);
      case TERRAFORM ->
          executors.terraform().draftRemoval(component.entry(), frozen, context).draft();
      case KUBE ->
          executors.kube().draft(component.entry(), component.namespace(), List.of(), frozen);
      case IMAGE -> new Draft(StepAction.NONE, Digest.of(new byte[0]), List.of());
    };
  }
}
