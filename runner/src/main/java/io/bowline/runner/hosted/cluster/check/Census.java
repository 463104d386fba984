package io.bowline.runner.hosted.cluster.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.sizing.WorkerNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The nodes of a cluster and what its pods ask of them.
///
/// @param podsKnown false where pods may not be listed
/// @param whole false where there is more than was read
record Census(List<Machine> machines, int pods, boolean podsKnown, boolean whole) {
  private static final long MOST_MILLI_CPU = 10_000_000;
  private static final long MOST_MEMORY = 1_000_000_000_000_000L;
  private static final long MOST_PODS = 100_000;
  private static final Set<String> KEEPS_AWAY = Set.of("NoSchedule", "NoExecute");
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /// One node.
  ///
  /// @param room pods that it takes
  /// @param cloud what its cloud calls it, empty where nothing is said
  record Machine(WorkerNode worker, boolean ready, long room, String cloud) {}

  Census {
    machines = List.copyOf(machines);
  }

  /// What was listed, put together.
  static Census of(Pages.Listed.Items nodes, Pages.Listed pods) {
    Map<String, Asked> asked = new HashMap<>();
    int count = 0;
    boolean whole = nodes.whole();
    if (pods instanceof Pages.Listed.Items listed) {
      whole &= listed.whole();
      for (JsonNode pod : listed.items()) {
        if (!ENDED.contains(pod.path("status").path("phase").asText())) {
          count++;
          asked.merge(
              pod.path("spec").path("nodeName").asText(), Asked.by(pod.path("spec")), Asked::plus);
        }
      }
    }
    List<Machine> machines =
        nodes.items().stream()
            .map(node -> machine(node, asked.getOrDefault(name(node), Asked.NOTHING)))
            .toList();
    return new Census(machines, count, pods instanceof Pages.Listed.Items, whole);
  }

  /// Those that take work.
  List<Machine> ready() {
    return machines.stream().filter(each -> each.ready() && each.worker().schedulable()).toList();
  }

  /// What pods ask for.
  private record Asked(long milliCpu, long memory) {
    static final Asked NOTHING = new Asked(0, 0);

    static Asked by(JsonNode spec) {
      Asked together =
          Stream.concat(
                  stream(spec.path("containers")),
                  stream(spec.path("initContainers"))
                      .filter(each -> each.path("restartPolicy").asText().equals("Always")))
              .map(each -> requests(each.path("resources").path("requests")))
              .reduce(requests(spec.path("overhead")), Asked::plus);
      return stream(spec.path("initContainers"))
          .map(each -> requests(each.path("resources").path("requests")))
          .reduce(together, Asked::most);
    }

    private static Asked requests(JsonNode requests) {
      return new Asked(
          within(Amount.ofThousandths(requests.path("cpu").asText()), MOST_MILLI_CPU),
          within(Amount.of(requests.path("memory").asText()), MOST_MEMORY));
    }

    Asked plus(Asked other) {
      return new Asked(
          Math.min(MOST_MILLI_CPU, milliCpu + other.milliCpu),
          Math.min(MOST_MEMORY, memory + other.memory));
    }

    Asked most(Asked other) {
      return new Asked(Math.max(milliCpu, other.milliCpu), Math.max(memory, other.memory));
    }
  }

  private static Machine machine(JsonNode node, Asked asked) {
    JsonNode labels = node.path("metadata").path("labels");
    JsonNode free = node.path("status").path("allocatable");
    var worker =
        new WorkerNode(
            name(node),
            labels.path("node.kubernetes.io/instance-type").asText(),
            labels.path("topology.kubernetes.io/zone").asText(),
            takesWork(node.path("spec")),
            within(Amount.ofThousandths(free.path("cpu").asText()), MOST_MILLI_CPU),
            within(Amount.of(free.path("memory").asText()), MOST_MEMORY),
            asked.milliCpu(),
            asked.memory());
    return new Machine(
        worker,
        stream(node.path("status").path("conditions"))
            .anyMatch(condition ->
                condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True")),
        within(Amount.of(free.path("pods").asText()), MOST_PODS),
        node.path("spec").path("providerID").asText());
  }

  private static boolean takesWork(JsonNode spec) {
    return !spec.path("unschedulable").asBoolean()
        && stream(spec.path("taints"))
            .noneMatch(taint -> KEEPS_AWAY.contains(taint.path("effect").asText()));
  }

  private static String name(JsonNode node) {
    String name = node.path("metadata").path("name").asText();
    return name.replaceAll("[^A-Za-z0-9.-]", "?");
  }

  private static long within(OptionalLong amount, long most) {
    return Math.clamp(amount.orElse(0), 0, most);
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
