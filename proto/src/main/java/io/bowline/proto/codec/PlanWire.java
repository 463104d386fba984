package io.bowline.proto.codec;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.PlanId;
import io.bowline.model.plan.Plan;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.ComponentName;
import io.bowline.proto.wire.JobWire;
import java.util.Set;

/// Plans as they leave the account.
final class PlanWire {
  private static final int MAX_STEPS = 1000;
  private static final int MAX_DIFF_LINES = 10_000;

  private PlanWire() {}

  static JobWire.Plan write(Plan plan) {
    return JobWire.Plan.newBuilder()
        .setId(plan.id().toString())
        .setInstall(plan.install().toString())
        .setRelease(plan.release().toString())
        .setStage(plan.stage())
        .addAllSteps(plan.steps().stream().map(PlanWire::write).toList())
        .addAllDeferred(plan.deferred().stream().map(ComponentName::value).toList())
        .build();
  }

  static Plan read(JobWire.Plan wire) {
    return new Plan(
        Fields.parsed("plan.id", wire.getId(), PlanId::parse),
        Fields.parsed("plan.install", wire.getInstall(), InstallId::parse),
        Fields.digest("plan.release", wire.getRelease()),
        Fields.between("plan.stage", wire.getStage(), 1, 100),
        Fields.list("plan.steps", wire.getStepsList(), MAX_STEPS, PlanWire::read),
        Fields.list("plan.deferred", wire.getDeferredList(), MAX_STEPS, Fields::component));
  }

  private static JobWire.PlannedStep write(PlannedStep step) {
    return JobWire.PlannedStep.newBuilder()
        .setName(step.name())
        .setComponent(step.component().value())
        .setKind(write(step.kind()))
        .setAction(write(step.action()))
        .addAllAfter(step.after().stream().sorted().toList())
        .setContent(step.content().toString())
        .setPrecondition(step.precondition().toString())
        .addAllDiff(step.diff().stream().map(line -> Fields.cut(line, Fields.LONG)).toList())
        .build();
  }

  private static PlannedStep read(String field, JobWire.PlannedStep wire) {
    return new PlannedStep(
        Fields.filled(field + ".name", wire.getName(), Fields.SHORT),
        Fields.component(field + ".component", wire.getComponent()),
        kind(field + ".kind", wire),
        action(field + ".action", wire),
        Set.copyOf(
            Fields.list(
                field + ".after",
                wire.getAfterList(),
                MAX_STEPS,
                (path, name) -> Fields.filled(path, name, Fields.SHORT))),
        Fields.digest(field + ".content", wire.getContent()),
        Fields.digest(field + ".precondition", wire.getPrecondition()),
        Fields.list(
            field + ".diff",
            wire.getDiffList(),
            MAX_DIFF_LINES,
            (path, line) -> Fields.text(path, line, Fields.LONG)));
  }

  private static JobWire.StepKind write(StepKind kind) {
    return switch (kind) {
      case IMAGE -> JobWire.StepKind.STEP_KIND_IMAGE;
      case HELM -> JobWire.StepKind.STEP_KIND_HELM;
      case TERRAFORM -> JobWire.StepKind.STEP_KIND_TERRAFORM;
      case KUBE -> JobWire.StepKind.STEP_KIND_KUBE;
    };
  }

  private static StepKind kind(String field, JobWire.PlannedStep wire) {
    return switch (wire.getKind()) {
      case STEP_KIND_IMAGE -> StepKind.IMAGE;
      case STEP_KIND_HELM -> StepKind.HELM;
      case STEP_KIND_TERRAFORM -> StepKind.TERRAFORM;
      case STEP_KIND_KUBE -> StepKind.KUBE;
      case STEP_KIND_UNSPECIFIED, UNRECOGNIZED -> throw Fields.unknown(field, wire.getKindValue());
    };
  }

  private static JobWire.StepAction write(StepAction action) {
    return switch (action) {
      case CREATE -> JobWire.StepAction.STEP_ACTION_CREATE;
      case UPDATE -> JobWire.StepAction.STEP_ACTION_UPDATE;
      case DELETE -> JobWire.StepAction.STEP_ACTION_DELETE;
      case NONE -> JobWire.StepAction.STEP_ACTION_NONE;
    };
  }

  private static StepAction action(String field, JobWire.PlannedStep wire) {
    return switch (wire.getAction()) {
      case STEP_ACTION_CREATE -> StepAction.CREATE;
      case STEP_ACTION_UPDATE -> StepAction.UPDATE;
      case STEP_ACTION_DELETE -> StepAction.DELETE;
      case STEP_ACTION_NONE -> StepAction.NONE;
      case STEP_ACTION_UNSPECIFIED, UNRECOGNIZED ->
          throw Fields.unknown(field, wire.getActionValue());
    };
  }
}
