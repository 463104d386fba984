package io.bowline.runner.hosted.cluster.check;

import io.bowline.model.probe.Check;
import io.bowline.model.sizing.Capacity;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.model.sizing.WorkerNode;
import io.bowline.runner.hosted.cluster.check.Census.Machine;
import java.util.List;

/// Whether there are nodes, and whether they carry what is wanted.
final class RoomChecks {
  private static final int COPIES = 3;
  private static final long ROOM_WANTED = 128;
  private static final int MOST_NAMED = 10;

  private RoomChecks() {}

  static Check nodes(Census census) {
    int ready = census.ready().size();
    List<String> away =
        census.machines().stream()
            .filter(each -> !each.ready())
            .map(each -> each.worker().name())
            .limit(MOST_NAMED)
            .toList();
    if (ready == 0) {
      return Check.failed(
              "nodes",
              "None of the %d nodes is ready and takes work. Look why: kubectl get nodes"
                  .formatted(census.machines().size()))
          .about(away);
    }
    if (ready < COPIES) {
      return Check.ok(
              "nodes",
              "Warning: only %d nodes are ready and take work. Three copies of a record need three: add nodes before production."
                  .formatted(ready))
          .about(away);
    }
    return Check.ok("nodes", "%d nodes are ready and take work.".formatted(ready)).about(away);
  }

  static Check capacity(Census census, int units, CapacityRules rules) {
    List<WorkerNode> ready = census.ready().stream().map(Machine::worker).toList();
    Capacity capacity = Capacity.of(ready, rules);
    if (capacity.units() < units) {
      return Check.failed(
          "capacity",
          "The nodes carry %d Kafka units beside what runs on them, and %d are wanted. Add nodes of 4 vCPU and 16 GB, or lower max_kafka_units."
              .formatted(capacity.units(), units));
    }
    if (!census.podsKnown()) {
      return Check.inconclusive(
          "capacity",
          "The nodes would carry %d Kafka units when empty, but what runs on them may not be listed, or is more than is read. Let the credential list pods."
              .formatted(capacity.units()));
    }
    String enough =
        "The nodes carry %d Kafka units%s, and %d are wanted."
            .formatted(capacity.units(), inCopies(rules), units);
    return Check.ok(
        "capacity",
        capacity.unitsWithoutLargestZone() < units
            ? enough
                + " Warning: without their largest zone they carry %d."
                    .formatted(capacity.unitsWithoutLargestZone())
            : enough);
  }

  /// That records have fewer copies than they should, where they have.
  static String inCopies(CapacityRules rules) {
    return rules.copies() < COPIES ? " (copies of a record: %d)".formatted(rules.copies()) : "";
  }

  static Check addresses(Census census) {
    if (!census.podsKnown()) {
      return Check.inconclusive(
          "ip-room",
          "How many pods there are may not be listed, or is more than is read. Let the credential list pods.");
    }
    long room = census.ready().stream().mapToLong(Machine::room).sum() - census.pods();
    return room >= ROOM_WANTED
        ? Check.ok("ip-room", "The nodes take %d pods more.".formatted(room))
        : Check.ok(
            "ip-room",
            "Warning: the nodes take only %d pods more; room for %d is recommended. Add nodes, and see that their subnets have addresses left."
                .formatted(Math.max(0, room), ROOM_WANTED));
  }
}
