package io.bowline.runner.hosted.fleet;

import io.bowline.model.job.FleetErrand;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Workspaces;
import io.bowline.runner.hosted.CredentialedJob;
import io.bowline.runner.hosted.Handovers;
import io.bowline.runner.hosted.HostedRoom;
import io.bowline.runner.hosted.HostedSettings;
import io.bowline.runner.platform.StateFolder;
import io.bowline.runner.step.terraform.TerraformTool;
import io.bowline.runner.work.JobKind;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Makes the jobs by which a hosted runner makes cloud fleets and takes them down.
@Singleton
public final class HostedFleets {
  @Produces
  @Singleton
  @LookupIfProperty(name = HostedRoom.ROLE, stringValue = HostedRoom.HOSTED)
  JobKind provision(Handovers handovers, FleetWork.Tools tools) {
    return kind(handovers, tools, FleetErrand.PROVISION);
  }

  @Produces
  @Singleton
  @LookupIfProperty(name = HostedRoom.ROLE, stringValue = HostedRoom.HOSTED)
  JobKind destroy(Handovers handovers, FleetWork.Tools tools) {
    return kind(handovers, tools, FleetErrand.DESTROY);
  }

  @Produces
  @Singleton
  @LookupIfProperty(name = HostedRoom.ROLE, stringValue = HostedRoom.HOSTED)
  JobKind makeBaseLayer(Handovers handovers, FleetWork.Tools tools) {
    return kind(handovers, tools, FleetErrand.MAKE_BASE_LAYER);
  }

  private static JobKind kind(Handovers handovers, FleetWork.Tools tools, FleetErrand errand) {
    return new JobKind(errand.kind(), new CredentialedJob(handovers, new FleetWork(tools, errand)));
  }

  @Produces
  @Singleton
  FleetWork.Tools tools(
      Host host,
      Workspaces workspaces,
      StateFolder state,
      HostedSettings settings,
      Clock clock,
      RandomGenerator random) {
    Path mirror =
        settings.terraformMirror().orElseGet(() -> state.path().resolve("terraform-providers"));
    return new FleetWork.Tools(
        host,
        TerraformTool.find(host, mirror, Map.of()),
        workspaces,
        state.path().resolve("fleets"),
        Sites.at(settings, random),
        clock);
  }
}
