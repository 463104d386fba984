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
/// @param podsKnown false where pods may not be listed, or there are more than were read
record Census(List<Machine> machines, int pods, boolean podsKnown) {
  private static final long MOST_MILLI_CPU = 10_000_000;
  private static final long MOST_MEMORY = 1_000_000_000_000_000L;
  private static final long MOST_PODS = 100_000;
  private static final int LONGEST_NAME = 253;
  private static final Set<String> KEEPS_AWAY = Set.of("NoSchedule", "NoExecute");
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /// One node.
  ///
  /// @param room pods that it takes
  /// @param cloud whether its cloud has a name for it
  record Machine(WorkerNode worker, boolean ready, long room, boolean cloud) {
    private Machine with(Asked asked) {
      return new Machine(
          new WorkerNode(
              worker.name(),
              worker.type(),
              worker.zone(),
              worker.schedulable(),
              worker.milliCpu(),
              worker.memoryBytes(),
              asked.milliCpu(),
              asked.memory()),
          ready,
          room,
          cloud);
    }
  }

  /// One pod.
  ///
  /// @param node that it is on, empty for none
  /// @param over it asks for nothing any more
  record Pod(String node, Asked asked, boolean over) {
    static Pod of(JsonNode pod) {
      JsonNode spec = pod.path("spec");
      return new Pod(
          shown(spec.path("nodeName")),
          Asked.by(spec),
          ENDED.contains(pod.path("status").path("phase").asText()));
    }
  }

  Census {
    machines = List.copyOf(machines);
  }

  /// What was listed, put together.
  static Census of(Pages.Listed.Items<Machine> nodes, Pages.Listed<Pod> pods) {
    Map<String, Asked> asked = new HashMap<>();
    int count = 0;
    boolean known = false;
    if (pods instanceof Pages.Listed.Items<Pod> listed) {
      known = listed.whole();
      for (Pod pod : listed.items()) {
        count += pod.over() ? 0 : 1;
        asked.merge(pod.node(), pod.over() ? Asked.NOTHING : pod.asked(), Asked::plus);
      }
    }
    List<Machine> machines =
        nodes.items().stream()
            .map(node -> node.with(asked.getOrDefault(node.worker().name(), Asked.NOTHING)))
            .toList();
    return new Census(machines, count, known);
  }

  /// Those that take work.
  List<Machine> ready() {
    return machines.stream().filter(each -> each.ready() && each.worker().schedulable()).toList();
  }

  /// What pods ask for.
  record Asked(long milliCpu, long memory) {
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

  /// Reads a node, without what is on it.
  static Machine machine(JsonNode node) {
    JsonNode labels = node.path("metadata").path("labels");
    JsonNode free = node.path("status").path("allocatable");
    var worker =
        new WorkerNode(
            shown(node.path("metadata").path("name")),
            shown(labels.path("node.kubernetes.io/instance-type")),
            shown(labels.path("topology.kubernetes.io/zone")),
            takesWork(node.path("spec")),
            within(Amount.ofThousandths(free.path("cpu").asText()), MOST_MILLI_CPU),
            within(Amount.of(free.path("memory").asText()), MOST_MEMORY),
            0,
            0);
    return new Machine(
        worker,
        stream(node.path("status").path("conditions"))
            .anyMatch(condition ->
                condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True")),
        within(Amount.of(free.path("pods").asText()), MOST_PODS),
        node.path("spec").path("providerID").asText().contains("://"));
  }

  private static boolean takesWork(JsonNode spec) {
    return !spec.path("unschedulable").asBoolean()
        && stream(spec.path("taints"))
            .noneMatch(taint -> KEEPS_AWAY.contains(taint.path("effect").asText()));
  }

  /// A name in the form that names have, whatever the server says.
  private static String shown(JsonNode name) {
    String text = name.asText();
    return text.substring(0, Math.min(LONGEST_NAME, text.length()))
        .replaceAll("[^A-Za-z0-9._-]", "?");
  }

  private static long within(OptionalLong amount, long most) {
    return Math.clamp(amount.orElse(0), 0, most);
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
