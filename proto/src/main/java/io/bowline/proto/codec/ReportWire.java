package io.bowline.proto.codec;

import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.model.preflight.Seen;
import io.bowline.model.probe.Findings;
import io.bowline.proto.wire.JobWire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a runner says: step events, how a job ended, and what it has to report.
final class ReportWire {
  private static final int MAX_COMPONENTS = 500;
  private static final int MAX_LEFT = 10_000;
  private static final int MAX_FINDINGS = 200;
  private static final int MAX_CHANGED = 100;
  private static final int MAX_OUTPUTS = 200;

  private ReportWire() {}

  static JobWire.Outcome write(Outcome outcome) {
    var wire = JobWire.Outcome.newBuilder();
    return switch (outcome) {
      case Outcome.Done _ -> wire.setDone(JobWire.Outcome.Done.getDefaultInstance()).build();
      case Outcome.Failed(Failure failure) -> wire.setFailed(write(failure)).build();
      case Outcome.Stopped(String reason) ->
          wire.setStopped(
                  JobWire.Outcome.Stopped.newBuilder().setReason(Fields.cut(reason, Fields.LONG)))
              .build();
      case Outcome.Unclear(String reason) ->
          wire.setUnclear(
                  JobWire.Outcome.Unclear.newBuilder().setReason(Fields.cut(reason, Fields.LONG)))
              .build();
    };
  }

  static Outcome read(JobWire.Outcome wire) {
    return switch (wire.getEndCase()) {
      case DONE -> new Outcome.Done();
      case FAILED -> new Outcome.Failed(read(wire.getFailed()));
      case STOPPED -> new Outcome.Stopped(reason("stopped", wire.getStopped().getReason()));
      case UNCLEAR -> new Outcome.Unclear(reason("unclear", wire.getUnclear().getReason()));
      case END_NOT_SET -> throw Fields.unknown("outcome.end", 0);
    };
  }

  static JobWire.StepEvent write(StepEvent event) {
    return JobWire.StepEvent.newBuilder()
        .setSequence(event.sequence())
        .setStep(event.step())
        .setState(write(event.state()))
        .setMessage(Fields.cut(event.message(), Fields.LONG))
        .setAt(Fields.instant(event.at()))
        .build();
  }

  static StepEvent read(String field, JobWire.StepEvent wire) {
    return new StepEvent(
        Fields.atLeast(field + ".sequence", wire.getSequence(), 1),
        Fields.filled(field + ".step", wire.getStep(), Fields.SHORT),
        state(field + ".state", wire),
        Fields.text(field + ".message", wire.getMessage(), Fields.LONG),
        Fields.instant(field + ".at", wire.hasAt(), wire.getAt()));
  }

  static JobWire.JobReport write(JobReport report) {
    var wire = JobWire.JobReport.newBuilder();
    return switch (report) {
      case JobReport.Planned planned ->
          wire.setPlanned(
                  JobWire.JobReport.Planned.newBuilder()
                      .setPlan(PlanWire.write(planned.plan()))
                      .setApprovalNeeded(planned.approvalNeeded()))
              .build();
      case JobReport.Applied applied -> wire.setApplied(write(applied)).build();
      case JobReport.Captured captured ->
          wire.setCaptured(
                  JobWire.JobReport.Captured.newBuilder()
                      .setLines(captured.lines())
                      .setDropped(captured.dropped()))
              .build();
      case JobReport.Inspected inspected -> wire.setInspected(write(inspected)).build();
      case JobReport.Uninstalled uninstalled ->
          wire.setUninstalled(
                  JobWire.JobReport.Uninstalled.newBuilder()
                      .addAllLeftBehind(uninstalled.leftBehind())
                      .setHoldings(HoldingsWire.write(uninstalled.holdings())))
              .build();
      case JobReport.Nothing _ ->
          wire.setNothing(JobWire.JobReport.Nothing.getDefaultInstance()).build();
      case JobReport.ProviderChecked(Findings findings) ->
          wire.setProviderChecked(
                  JobWire.JobReport.ProviderChecked.newBuilder()
                      .addAllCredentials(CheckWire.write(findings.credentials()))
                      .addAllPermissions(CheckWire.write(findings.permissions())))
              .build();
      case JobReport.ClusterChecked(var checks) ->
          wire.setClusterChecked(
                  JobWire.JobReport.ClusterChecked.newBuilder()
                      .addAllChecks(CheckWire.write(checks)))
              .build();
      case JobReport.ClusterBootstrapped(var checks, var changed) ->
          wire.setClusterBootstrapped(
                  JobWire.JobReport.ClusterBootstrapped.newBuilder()
                      .addAllChecks(CheckWire.write(checks))
                      .addAllChanged(changed))
              .build();
      case JobReport.Preflighted(var seen) -> wire.setPreflighted(preflighted(seen)).build();
      case JobReport.FleetProvisioned(var outputs) ->
          wire.setFleetProvisioned(
                  JobWire.JobReport.FleetProvisioned.newBuilder()
                      .putAllOutputs(new TreeMap<>(outputs)))
              .build();
    };
  }

  static JobReport read(JobWire.JobReport wire) {
    return switch (wire.getReportCase()) {
      case PLANNED -> readPlanned(wire.getPlanned());
      case APPLIED -> readApplied(wire.getApplied());
      case CAPTURED ->
          new JobReport.Captured(
              Fields.atLeast("captured.lines", wire.getCaptured().getLines(), 0),
              Fields.atLeast("captured.dropped", wire.getCaptured().getDropped(), 0));
      case INSPECTED -> readInspected(wire.getInspected());
      case UNINSTALLED ->
          new JobReport.Uninstalled(
              Fields.list(
                  "uninstalled.left_behind",
                  wire.getUninstalled().getLeftBehindList(),
                  MAX_LEFT,
                  (path, name) -> Fields.text(path, name, Fields.LONG)),
              HoldingsWire.read("uninstalled.holdings", wire.getUninstalled().getHoldings()));
      case NOTHING -> new JobReport.Nothing();
      case PROVIDER_CHECKED ->
          new JobReport.ProviderChecked(
              new Findings(
                  CheckWire.read(
                      "provider_checked.credentials",
                      wire.getProviderChecked().getCredentialsList()),
                  CheckWire.read(
                      "provider_checked.permissions",
                      wire.getProviderChecked().getPermissionsList())));
      case CLUSTER_CHECKED ->
          new JobReport.ClusterChecked(
              CheckWire.read("cluster_checked.checks", wire.getClusterChecked().getChecksList()));
      case CLUSTER_BOOTSTRAPPED -> readBootstrapped(wire.getClusterBootstrapped());
      case PREFLIGHTED ->
          new JobReport.Preflighted(
              SeenWire.read("preflighted.seen", wire.getPreflighted().getSeenList()));
      case FLEET_PROVISIONED -> readProvisioned(wire.getFleetProvisioned().getOutputsMap());
      case REPORT_NOT_SET -> throw Fields.unknown("report", 0);
    };
  }

  private static JobWire.JobReport.Preflighted preflighted(List<Seen> seen) {
    return JobWire.JobReport.Preflighted.newBuilder().addAllSeen(SeenWire.write(seen)).build();
  }

  private static JobReport.ClusterBootstrapped readBootstrapped(
      JobWire.JobReport.ClusterBootstrapped wire) {
    return new JobReport.ClusterBootstrapped(
        CheckWire.read("cluster_bootstrapped.checks", wire.getChecksList()),
        Fields.list(
            "cluster_bootstrapped.changed",
            wire.getChangedList(),
            MAX_CHANGED,
            (path, name) -> Fields.filled(path, name, Fields.LONG)));
  }

  private static JobReport.FleetProvisioned readProvisioned(Map<String, String> outputs) {
    if (outputs.size() > MAX_OUTPUTS) {
      throw Fields.bad("fleet_provisioned.outputs", "more than " + MAX_OUTPUTS);
    }
    outputs.forEach((name, value) -> {
      Fields.filled("fleet_provisioned.outputs", name, Fields.SHORT);
      Fields.text("fleet_provisioned.outputs[" + name + "]", value, Fields.LONG);
    });
    return new JobReport.FleetProvisioned(outputs);
  }

  private static JobReport.Planned readPlanned(JobWire.JobReport.Planned wire) {
    if (!wire.hasPlan()) {
      throw Fields.bad("planned.plan", "is missing");
    }
    return new JobReport.Planned(PlanWire.read(wire.getPlan()), wire.getApprovalNeeded());
  }

  private static JobWire.JobReport.Applied write(JobReport.Applied applied) {
    var wire =
        JobWire.JobReport.Applied.newBuilder()
            .addAllComponents(applied.components().stream().map(ReportWire::write).toList())
            .addAllFindings(cut(applied.findings()))
            .setHoldings(HoldingsWire.write(applied.holdings()));
    applied.release().ifPresent(release -> wire.setRelease(release.toString()));
    applied
        .returnedBecause()
        .ifPresent(reason -> wire.setReturnedBecause(Fields.cut(reason, Fields.LONG)));
    return wire.build();
  }

  private static JobReport.Applied readApplied(JobWire.JobReport.Applied wire) {
    return new JobReport.Applied(
        Fields.digest("applied.release", wire.hasRelease(), wire.getRelease()),
        health("applied.components", wire.getComponentsList()),
        wire.hasReturnedBecause()
            ? Optional.of(
                Fields.text("applied.returned_because", wire.getReturnedBecause(), Fields.LONG))
            : Optional.empty(),
        findings("applied.findings", wire.getFindingsList()),
        HoldingsWire.read("applied.holdings", wire.getHoldings()));
  }

  private static JobWire.JobReport.Inspected write(JobReport.Inspected inspected) {
    var wire =
        JobWire.JobReport.Inspected.newBuilder()
            .addAllComponents(inspected.components().stream().map(ReportWire::write).toList())
            .addAllFindings(cut(inspected.findings()))
            .setHoldings(HoldingsWire.write(inspected.holdings()));
    inspected.release().ifPresent(release -> wire.setRelease(release.toString()));
    return wire.build();
  }

  private static JobReport.Inspected readInspected(JobWire.JobReport.Inspected wire) {
    return new JobReport.Inspected(
        Fields.digest("inspected.release", wire.hasRelease(), wire.getRelease()),
        health("inspected.components", wire.getComponentsList()),
        findings("inspected.findings", wire.getFindingsList()),
        HoldingsWire.read("inspected.holdings", wire.getHoldings()));
  }

  private static List<String> cut(List<String> findings) {
    return findings.stream()
        .limit(MAX_FINDINGS)
        .map(finding -> Fields.cut(finding, Fields.LONG))
        .toList();
  }

  private static List<String> findings(String field, List<String> wire) {
    return Fields.list(
        field, wire, MAX_FINDINGS, (path, one) -> Fields.text(path, one, Fields.LONG));
  }

  private static JobWire.ComponentHealth write(JobReport.ComponentHealth health) {
    return JobWire.ComponentHealth.newBuilder()
        .setName(health.name().value())
        .setHealthy(health.healthy())
        .setReason(Fields.cut(health.reason(), Fields.LONG))
        .build();
  }

  private static List<JobReport.ComponentHealth> health(
      String field, List<JobWire.ComponentHealth> wire) {
    return Fields.list(
        field,
        wire,
        MAX_COMPONENTS,
        (path, one) ->
            new JobReport.ComponentHealth(
                Fields.component(path + ".name", one.getName()),
                one.getHealthy(),
                Fields.text(path + ".reason", one.getReason(), Fields.LONG)));
  }

  private static JobWire.Failure write(Failure failure) {
    return JobWire.Failure.newBuilder()
        .setReason(failure.reason())
        .setMessage(Fields.cut(failure.message(), Fields.LONG))
        .setRetryable(failure.retryable())
        .build();
  }

  private static Failure read(JobWire.Failure wire) {
    return new Failure(
        Fields.filled("failed.reason", wire.getReason(), Fields.SHORT),
        Fields.text("failed.message", wire.getMessage(), Fields.LONG),
        wire.getRetryable());
  }

  private static String reason(String end, String value) {
    return Fields.text("outcome." + end + ".reason", value, Fields.LONG);
  }

  private static JobWire.StepState write(StepEvent.State state) {
    return switch (state) {
      case WAITING -> JobWire.StepState.STEP_STATE_WAITING;
      case RUNNING -> JobWire.StepState.STEP_STATE_RUNNING;
      case SUCCEEDED -> JobWire.StepState.STEP_STATE_SUCCEEDED;
      case FAILED -> JobWire.StepState.STEP_STATE_FAILED;
      case SKIPPED -> JobWire.StepState.STEP_STATE_SKIPPED;
      case RETURNED -> JobWire.StepState.STEP_STATE_RETURNED;
    };
  }

  private static StepEvent.State state(String field, JobWire.StepEvent wire) {
    return switch (wire.getState()) {
      case STEP_STATE_WAITING -> StepEvent.State.WAITING;
      case STEP_STATE_RUNNING -> StepEvent.State.RUNNING;
      case STEP_STATE_SUCCEEDED -> StepEvent.State.SUCCEEDED;
      case STEP_STATE_FAILED -> StepEvent.State.FAILED;
      case STEP_STATE_SKIPPED -> StepEvent.State.SKIPPED;
      case STEP_STATE_RETURNED -> StepEvent.State.RETURNED;
      case STEP_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw Fields.unknown(field, wire.getStateValue());
    };
  }
}
