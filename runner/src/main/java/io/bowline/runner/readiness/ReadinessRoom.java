package io.bowline.runner.readiness;

import io.bowline.model.sizing.CapacityRules;
import io.bowline.runner.finding.Board;
import io.bowline.runner.hosted.HostedRoom;
import io.bowline.runner.plan.PlanRoom;
import io.bowline.runner.platform.Activity;
import io.bowline.runner.step.kube.Cluster;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/// Makes the watch of a fleet's runner.
@Singleton
public final class ReadinessRoom {
  @Produces
  @Singleton
  @LookupUnlessProperty(
      name = HostedRoom.ROLE,
      stringValue = HostedRoom.HOSTED,
      lookupIfMissing = true)
  Activity watch(FleetSettings settings, Supplier<Cluster> cluster, PlanRoom room, Board board) {
    var rules =
        new CapacityRules(
            settings.unitMilliCpu(),
            settings.unitMemoryBytes(),
            settings.smallMilliCpu(),
            settings.smallMemoryBytes(),
            settings.platformNodes(),
            settings.copies());
    var look = new ReadinessLook(cluster, rules, settings.operator(), room::health);
    return new ReadinessWatch(
        look, board.readiness(), settings.probeEvery(), settings.id().isPresent());
  }
}
