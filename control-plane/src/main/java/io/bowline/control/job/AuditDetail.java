package io.bowline.control.job;

import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.InstallId;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobSpec;
import java.util.stream.Collectors;

/// What the audit says of a job beside who asked for it, as a JSON object. Names and times have
/// nothing in them that JSON would have to escape.
final class AuditDetail {
  private AuditDetail() {}

  static String of(InstallId install, JobSpec spec) {
    return "{\"install\":\"" + install + "\"" + scope(spec) + "}";
  }

  private static String scope(JobSpec spec) {
    return switch (spec) {
      case JobSpec.CaptureLogs capture ->
          capture.components().stream()
              .map(name -> "\"" + name.value() + "\"")
              .collect(
                  Collectors.joining(
                      ",",
                      ",\"components\":[",
                      "],\"since\":\"%s\",\"until\":\"%s\""
                          .formatted(capture.since(), capture.until())));
      case JobSpec.CheckProvider(FleetProviderId provider, long revision) ->
          ",\"fleet-provider\":\"%s\",\"revision\":%d".formatted(provider, revision);
      case JobSpec.FleetWork work ->
          ",\"%s\":\"%s\",\"revision\":%d"
              .formatted(
                  work.errand() == FleetErrand.MAKE_BASE_LAYER ? "install" : "fleet",
                  work.fleet(),
                  work.revision());
      case JobSpec.MakePlan _,
          JobSpec.ApplyPlan _,
          JobSpec.Inspect _,
          JobSpec.Preflight _,
          JobSpec.Uninstall _ ->
          "";
    };
  }
}
