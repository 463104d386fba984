package io.bowline.runner.hosted.cluster.check;

import io.bowline.cloud.probe.Errands;
import io.bowline.cloud.probe.Errands.Errand;
import io.bowline.model.probe.Check;
import io.bowline.model.sizing.Capacity;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.runner.hosted.cluster.CallFailure;
import io.bowline.runner.hosted.cluster.ClusterReads;
import io.bowline.runner.hosted.cluster.check.Census.Machine;
import java.time.Duration;
import java.util.List;

/// Whether a cluster has what one Kafka unit needs, now: volumes and room.
public final class RoomForUnit {
  private RoomForUnit() {}

  /// The checks `storage-class` and `capacity`, within a time whatever the cluster does.
  public static List<Check> look(ClusterReads reads, CapacityRules rules, Duration limit) {
    var pages = new Pages(reads);
    return new Errands(limit)
        .run(
            List.of(
                errand("storage-class", () -> StorageClasses.check(pages)),
                errand("capacity", () -> capacity(ClusterChecks.census(pages), rules))));
  }

  /// One check that asks the cluster.
  private interface Asking {
    Check ask() throws CallFailure, InterruptedException;
  }

  private static Errand errand(String name, Asking asking) {
    return new Errand(
        name,
        () -> {
          try {
            return List.of(asking.ask());
          } catch (CallFailure e) {
            return List.of(Check.inconclusive(name, e.sentence()));
          }
        });
  }

  private static Check capacity(Census census, CapacityRules rules) {
    Capacity capacity = Capacity.of(census.ready().stream().map(Machine::worker).toList(), rules);
    if (capacity.units() < 1) {
      return Check.failed(
          "capacity",
          ("The nodes have no room for a Kafka unit beside what runs on them: it takes %d nodes"
                  + " with room for a broker each, beside %d for the platform. Add nodes of 4 vCPU and 16 GB.")
              .formatted(rules.copies(), rules.platformNodes()));
    }
    return census.podsKnown()
        ? Check.ok(
            "capacity",
            "The nodes have room for %d Kafka units more%s."
                .formatted(capacity.units(), RoomChecks.inCopies(rules)))
        : Check.inconclusive(
            "capacity",
            "What runs on the nodes may not be listed, or is more than is read, so their room is not known.");
  }
}
