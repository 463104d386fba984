package io.bowline.cli.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Nodes of a cluster and what pods ask of them, as `kubectl get nodes,pods -A -o json` prints it.
public final class SeenNodes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private final List<Seen> nodes;
  private final boolean pods;

  private SeenNodes(List<Seen> nodes, boolean pods) {
    this.nodes = nodes;
    this.pods = pods;
  }

  /// One node.
  ///
  /// @param schedulable for pods that tolerate nothing
  /// @param takenMilliCpu asked for by the pods that are there
  public record Seen(
      String name,
      String type,
      String zone,
      boolean schedulable,
      long milliCpu,
      long memoryBytes,
      long takenMilliCpu,
      long takenMemoryBytes) {}

  /// The text is not what kubectl prints of nodes.
  public static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  /// Reads what kubectl printed.
  public static SeenNodes read(byte[] text) {
    JsonNode list = json(text);
    Map<String, Taken> taken = new LinkedHashMap<>();
    boolean pods = false;
    for (JsonNode item : list.path("items")) {
      if (item.path("kind").asText().equals("Pod")) {
        pods = true;
        if (!OVER.contains(item.at("/status/phase").asText())) {
          taken.merge(item.at("/spec/nodeName").asText(), Taken.by(item.path("spec")), Taken::plus);
        }
      }
    }
    List<Seen> nodes = new ArrayList<>();
    for (JsonNode item : list.path("items")) {
      if (item.path("kind").asText().equals("Node")) {
        nodes.add(node(item, taken.getOrDefault(item.at("/metadata/name").asText(), Taken.NONE)));
      }
    }
    if (nodes.isEmpty()) {
      throw new Unreadable("there are no nodes in it; give what kubectl get nodes -o json prints");
    }
    return new SeenNodes(nodes, pods);
  }

  private static JsonNode json(byte[] text) {
    try {
      JsonNode read = JSON.readTree(text);
      return read == null ? JSON.missingNode() : read;
    } catch (IOException e) {
      throw new Unreadable("it is not JSON; give what kubectl get nodes -o json prints");
    }
  }

  private static Seen node(JsonNode item, Taken taken) {
    JsonNode labels = item.at("/metadata/labels");
    return new Seen(
        item.at("/metadata/name").asText(),
        labels.path("node.kubernetes.io/instance-type").asText(),
        labels.path("topology.kubernetes.io/zone").asText(),
        isSchedulable(item.path("spec")),
        amount(item.at("/status/allocatable/cpu"), true),
        amount(item.at("/status/allocatable/memory"), false),
        taken.milliCpu,
        taken.memoryBytes);
  }

  private static boolean isSchedulable(JsonNode spec) {
    return !spec.path("unschedulable").asBoolean()
        && spec.path("taints")
            .valueStream()
            .allMatch(taint -> taint.path("effect").asText().equals("PreferNoSchedule"));
  }

  private static long amount(@Nullable JsonNode value, boolean milli) {
    if (value == null || value.isMissingNode()) {
      return 0;
    }
    return milli ? Quantity.milli(value.asText()) : Quantity.whole(value.asText());
  }

  /// What a pod keeps for itself.
  private record Taken(long milliCpu, long memoryBytes) {
    static final Taken NONE = new Taken(0, 0);

    /// All that runs together, or the largest of what runs before it.
    static Taken by(JsonNode pod) {
      Taken together = of(pod.path("overhead"));
      for (JsonNode container : pod.path("containers")) {
        together = together.plus(asked(container));
      }
      Taken before = NONE;
      for (JsonNode container : pod.path("initContainers")) {
        if (container.path("restartPolicy").asText().equals("Always")) {
          together = together.plus(asked(container));
        } else {
          before = before.atLeast(asked(container));
        }
      }
      return together.atLeast(before);
    }

    private static Taken asked(JsonNode container) {
      return of(container.at("/resources/requests"));
    }

    private static Taken of(JsonNode amounts) {
      return new Taken(amount(amounts.path("cpu"), true), amount(amounts.path("memory"), false));
    }

    Taken plus(Taken other) {
      return new Taken(milliCpu + other.milliCpu, memoryBytes + other.memoryBytes);
    }

    Taken atLeast(Taken other) {
      return new Taken(
          Math.max(milliCpu, other.milliCpu), Math.max(memoryBytes, other.memoryBytes));
    }
  }

  /// Whether pods were printed, too.
  public boolean withPods() {
    return pods;
  }

  /// Shows each node.
  public void each(Consumer<Seen> viewer) {
    nodes.forEach(viewer);
  }
}
