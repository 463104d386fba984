package io.bowline.model.sizing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a customer's nodes carry.
///
/// @param standardUnits with a broker of one unit for each unit; Kafka's copies, usually three,
///   need as many nodes of that size as well
/// @param smallUnits with small brokers, one on a node: three units at most, or none
/// @param units the better of the two that can hold the copies
/// @param unitsWithoutLargestZone the same when the zone that carries most is gone
/// @param warnings each a whole sentence
public record Capacity(
    int standardUnits,
    int smallUnits,
    int units,
    int unitsWithoutLargestZone,
    List<String> warnings) {
  private static final long GB = 1_000_000_000;

  public Capacity {
    warnings = List.copyOf(warnings);
  }

  /// The capacity of nodes.
  public static Capacity of(List<WorkerNode> nodes, CapacityRules rules) {
    List<WorkerNode> workers = nodes.stream().filter(WorkerNode::schedulable).toList();
    Carried all = Carried.by(workers, rules);
    return new Capacity(
        all.standard,
        all.small,
        all.best(rules),
        withoutLargestZone(workers, rules),
        warnings(workers, all, rules.copies()));
  }

  /// What a set of nodes carries, the platform's share set aside.
  ///
  /// @param standardBrokers nodes that carry at least one unit
  private record Carried(int standard, int standardBrokers, int small) {
    static Carried by(List<WorkerNode> workers, CapacityRules rules) {
      // the platform goes where it costs the fewest units, and leaves the larger nodes to brokers
      List<WorkerNode> left =
          workers.stream()
              .sorted(
                  Comparator.<WorkerNode>comparingInt(rules::units)
                      .thenComparingLong(WorkerNode::freeMemoryBytes)
                      .thenComparingLong(WorkerNode::freeMilliCpu))
              .skip(rules.platformNodes())
              .toList();
      int standard = left.stream().mapToInt(rules::units).sum();
      int brokers = (int) left.stream().filter(node -> rules.units(node) > 0).count();
      int small = (int) left.stream().filter(rules::carriesSmall).count();
      return new Carried(
          Math.min(KafkaUnits.MOST, standard),
          brokers,
          small < rules.copies() ? 0 : Math.min(NodeShape.SMALL_UNITS, small));
    }

    int best(CapacityRules rules) {
      return Math.max(standardBrokers < rules.copies() ? 0 : standard, small);
    }
  }

  private static int withoutLargestZone(List<WorkerNode> workers, CapacityRules rules) {
    Map<String, List<WorkerNode>> zones =
        workers.stream().collect(Collectors.groupingBy(WorkerNode::zone));
    return zones.keySet().stream()
        .mapToInt(gone ->
            Carried.by(workers.stream().filter(node -> !node.zone().equals(gone)).toList(), rules)
                .best(rules))
        .min()
        .orElse(0);
  }

  private static List<String> warnings(List<WorkerNode> workers, Carried carried, int copies) {
    List<String> found = new ArrayList<>();
    if (workers.size() < copies) {
      found.add(
          "The cluster has %d nodes that take work; %d copies of a record need %d."
              .formatted(workers.size(), copies, copies));
    }
    if (carried.standard > 0 && carried.standardBrokers < copies) {
      found.add(
          "Only %d nodes carry a broker of 4 vCPU and 16 GB; %d copies need %d of them, %s."
              .formatted(
                  carried.standardBrokers,
                  copies,
                  copies,
                  carried.small > 0
                      ? "so brokers of 2 vCPU and 8 GB are counted"
                      : "add nodes of that size"));
    }
    for (WorkerNode node : workers) {
      if (Burstable.is(node.type())) {
        found.add(
            "Node %s is of type %s, which slows down under steady load; take one that does not."
                .formatted(node.name(), node.type()));
      }
      if (node.memoryBytes() * 1_000 < 7L * GB / 2 * node.milliCpu()) {
        found.add(
            String.format(
                Locale.ROOT,
                "Node %s has %.1f GB for each vCPU; Kafka wants 4, since it reads from memory.",
                node.name(),
                node.memoryBytes() * 1_000.0 / GB / node.milliCpu()));
      }
    }
    return found;
  }
}
