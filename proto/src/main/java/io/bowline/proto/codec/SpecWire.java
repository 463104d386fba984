package io.bowline.proto.codec;

import io.bowline.model.id.CaptureId;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.PlanId;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobSpec;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.model.plan.SignedApproval;
import io.bowline.model.release.ComponentName;
import io.bowline.proto.wire.JobWire;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Job specifications and approvals.
final class SpecWire {
  private static final int MAX_INPUTS = 1000;
  private static final int MAX_INPUT = 64 * 1024;
  private static final int MAX_COMPONENTS = 500;

  private SpecWire() {}

  static JobWire.JobSpec write(JobSpec spec) {
    var wire = JobWire.JobSpec.newBuilder();
    return switch (spec) {
      case JobSpec.MakePlan plan -> wire.setPlan(write(plan)).build();
      case JobSpec.ApplyPlan apply -> wire.setApply(write(apply)).build();
      case JobSpec.CaptureLogs capture -> wire.setCaptureLogs(write(capture)).build();
      case JobSpec.Inspect _ ->
          wire.setInspect(JobWire.JobSpec.Inspect.getDefaultInstance()).build();
      case JobSpec.Uninstall(var erase) ->
          wire.setUninstall(
                  JobWire.JobSpec.Uninstall.newBuilder().addAllErase(HoldingsWire.write(erase)))
              .build();
      case JobSpec.Preflight(String name, String cloud, String account, String region) ->
          wire.setPreflight(
                  JobWire.JobSpec.Preflight.newBuilder()
                      .setName(name)
                      .setCloud(cloud)
                      .setAccount(account)
                      .setRegion(region))
              .build();
      case JobSpec.CheckProvider(FleetProviderId provider, long revision) ->
          wire.setCheckProvider(
                  JobWire.JobSpec.CheckProvider.newBuilder()
                      .setProvider(provider.toString())
                      .setRevision(revision))
              .build();
      case JobSpec.FleetWork(FleetErrand errand, FleetId fleet, long revision) ->
          wire.setFleetWork(
                  JobWire.JobSpec.FleetWork.newBuilder()
                      .setErrand(write(errand))
                      .setFleet(fleet.toString())
                      .setRevision(revision))
              .build();
    };
  }

  static JobSpec read(JobWire.JobSpec wire) {
    return switch (wire.getKindCase()) {
      case PLAN -> readPlan(wire.getPlan());
      case APPLY -> readApply(wire.getApply());
      case CAPTURE_LOGS -> readCapture(wire.getCaptureLogs());
      case INSPECT -> new JobSpec.Inspect();
      case UNINSTALL ->
          new JobSpec.Uninstall(
              HoldingsWire.read("uninstall.erase", wire.getUninstall().getEraseList()));
      case PREFLIGHT -> readPreflight(wire.getPreflight());
      case CHECK_PROVIDER -> readCheck(wire.getCheckProvider());
      case FLEET_WORK -> readWork(wire.getFleetWork());
      case KIND_NOT_SET -> throw Fields.unknown("spec.kind", 0);
    };
  }

  static JobWire.SignedApproval write(SignedApproval approval) {
    ApprovalStatement statement = approval.statement();
    return JobWire.SignedApproval.newBuilder()
        .setPlan(statement.plan().toString())
        .setInstall(statement.install().toString())
        .setSequence(statement.sequence())
        .setExpires(Fields.instant(statement.expires()))
        .setKeyId(statement.keyId())
        .setSignature(approval.signature())
        .build();
  }

  static SignedApproval read(JobWire.SignedApproval wire) {
    var statement =
        new ApprovalStatement(
            Fields.digest("approval.plan", wire.getPlan()),
            Fields.parsed("approval.install", wire.getInstall(), InstallId::parse),
            Fields.atLeast("approval.sequence", wire.getSequence(), 0),
            Fields.instant("approval.expires", wire.hasExpires(), wire.getExpires()),
            Fields.filled("approval.key_id", wire.getKeyId(), Fields.SHORT));
    return new SignedApproval(
        statement, Fields.filled("approval.signature", wire.getSignature(), Fields.SHORT));
  }

  private static JobWire.JobSpec.MakePlan write(JobSpec.MakePlan plan) {
    return JobWire.JobSpec.MakePlan.newBuilder()
        .setPlan(plan.plan().toString())
        .setRepository(plan.repository())
        .setRelease(plan.release().toString())
        .setStage(plan.stage())
        .putAllInputs(new TreeMap<>(plan.inputs()))
        .build();
  }

  private static JobSpec.MakePlan readPlan(JobWire.JobSpec.MakePlan wire) {
    Map<String, String> inputs = wire.getInputsMap();
    if (inputs.size() > MAX_INPUTS) {
      throw Fields.bad("plan.inputs", "more than " + MAX_INPUTS);
    }
    inputs.forEach((name, value) -> {
      Fields.filled("plan.inputs", name, Fields.SHORT);
      Fields.text("plan.inputs[" + name + "]", value, MAX_INPUT);
    });
    return new JobSpec.MakePlan(
        Fields.parsed("plan.plan", wire.getPlan(), PlanId::parse),
        Fields.filled("plan.repository", wire.getRepository(), Fields.SHORT),
        Fields.digest("plan.release", wire.getRelease()),
        Fields.between("plan.stage", wire.getStage(), 1, 100),
        inputs);
  }

  private static JobWire.JobSpec.ApplyPlan write(JobSpec.ApplyPlan apply) {
    var wire =
        JobWire.JobSpec.ApplyPlan.newBuilder()
            .setPlan(apply.plan().toString())
            .setDigest(apply.digest().toString());
    apply.approval().ifPresent(approval -> wire.setApproval(write(approval)));
    return wire.build();
  }

  private static JobSpec.ApplyPlan readApply(JobWire.JobSpec.ApplyPlan wire) {
    return new JobSpec.ApplyPlan(
        Fields.parsed("apply.plan", wire.getPlan(), PlanId::parse),
        Fields.digest("apply.digest", wire.getDigest()),
        wire.hasApproval() ? Optional.of(read(wire.getApproval())) : Optional.empty());
  }

  private static JobWire.JobSpec.CaptureLogs write(JobSpec.CaptureLogs capture) {
    return JobWire.JobSpec.CaptureLogs.newBuilder()
        .setCapture(capture.capture().toString())
        .addAllComponents(capture.components().stream().map(ComponentName::value).toList())
        .setSince(Fields.instant(capture.since()))
        .setUntil(Fields.instant(capture.until()))
        .build();
  }

  private static JobSpec.CaptureLogs readCapture(JobWire.JobSpec.CaptureLogs wire) {
    return new JobSpec.CaptureLogs(
        Fields.parsed("capture.capture", wire.getCapture(), CaptureId::parse),
        Fields.list(
            "capture.components", wire.getComponentsList(), MAX_COMPONENTS, Fields::component),
        Fields.instant("capture.since", wire.hasSince(), wire.getSince()),
        Fields.instant("capture.until", wire.hasUntil(), wire.getUntil()));
  }

  private static JobSpec.Preflight readPreflight(JobWire.JobSpec.Preflight wire) {
    return new JobSpec.Preflight(
        Fields.filled("preflight.name", wire.getName(), Fields.SHORT),
        Fields.filled("preflight.cloud", wire.getCloud(), Fields.SHORT),
        Fields.filled("preflight.account", wire.getAccount(), Fields.SHORT),
        Fields.filled("preflight.region", wire.getRegion(), Fields.SHORT));
  }

  private static JobSpec.CheckProvider readCheck(JobWire.JobSpec.CheckProvider wire) {
    return new JobSpec.CheckProvider(
        Fields.parsed("check_provider.provider", wire.getProvider(), FleetProviderId::parse),
        Fields.atLeast("check_provider.revision", wire.getRevision(), 1));
  }

  private static JobSpec.FleetWork readWork(JobWire.JobSpec.FleetWork wire) {
    return new JobSpec.FleetWork(
        errand(wire),
        Fields.parsed("fleet_work.fleet", wire.getFleet(), FleetId::parse),
        Fields.atLeast("fleet_work.revision", wire.getRevision(), 1));
  }

  private static JobWire.FleetErrand write(FleetErrand errand) {
    return switch (errand) {
      case CHECK_CLUSTER -> JobWire.FleetErrand.FLEET_ERRAND_CHECK_CLUSTER;
      case BOOTSTRAP_CLUSTER -> JobWire.FleetErrand.FLEET_ERRAND_BOOTSTRAP_CLUSTER;
      case REMOVE_CLUSTER -> JobWire.FleetErrand.FLEET_ERRAND_REMOVE_CLUSTER;
      case PROVISION -> JobWire.FleetErrand.FLEET_ERRAND_PROVISION;
      case DESTROY -> JobWire.FleetErrand.FLEET_ERRAND_DESTROY;
      case MAKE_BASE_LAYER -> JobWire.FleetErrand.FLEET_ERRAND_MAKE_BASE_LAYER;
    };
  }

  private static FleetErrand errand(JobWire.JobSpec.FleetWork wire) {
    return switch (wire.getErrand()) {
      case FLEET_ERRAND_CHECK_CLUSTER -> FleetErrand.CHECK_CLUSTER;
      case FLEET_ERRAND_BOOTSTRAP_CLUSTER -> FleetErrand.BOOTSTRAP_CLUSTER;
      case FLEET_ERRAND_REMOVE_CLUSTER -> FleetErrand.REMOVE_CLUSTER;
      case FLEET_ERRAND_PROVISION -> FleetErrand.PROVISION;
      case FLEET_ERRAND_DESTROY -> FleetErrand.DESTROY;
      case FLEET_ERRAND_MAKE_BASE_LAYER -> FleetErrand.MAKE_BASE_LAYER;
      case FLEET_ERRAND_UNSPECIFIED, UNRECOGNIZED ->
          throw Fields.unknown("fleet_work.errand", wire.getErrandValue());
    };
  }
}
