package io.bowline.simulator.node;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Meta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// A pod's status, as its node reports it.
final class PodReport {
  private final PodWorker pod;
  private final World world;
  private final ObjectNode before;

  private PodReport(PodWorker pod, World world) {
    this.pod = pod;
    this.world = world;
    this.before =
        Tree.at(pod.object(), "status") instanceof ObjectNode there ? there : Tree.object();
  }

  static ObjectNode of(PodWorker pod, World world) {
    return new PodReport(pod, world).status();
  }

  private ObjectNode status() {
    ObjectNode status = Tree.object();
    String phase = phase();
    status.put("observedGeneration", Meta.generation(pod.object()));
    status.put("phase", phase);
    conditions(status, phase);
    status.put("hostIP", "10.0.0.1");
    status.put("podIP", pod.ip());
    status.putArray("podIPs").addObject().put("ip", pod.ip());
    status.put("startTime", seconds(pod.started()));
    if (!pod.inits().isEmpty()) {
      containers(status.putArray("initContainerStatuses"), pod.inits());
    }
    containers(status.putArray("containerStatuses"), pod.mains());
    status.put("qosClass", Tree.text(before, "qosClass"));
    return status;
  }

  private String phase() {
    boolean initFailed = pod.inits().stream().anyMatch(s -> s.done() && !s.succeeded());
    if (initFailed) {
      return "Failed";
    }
    boolean allDone = pod.mains().stream().allMatch(ContainerSlot::done);
    if (allDone) {
      boolean succeeded = pod.mains().stream().allMatch(ContainerSlot::succeeded);
      return succeeded ? "Succeeded" : "Failed";
    }
    boolean anyStarted = pod.mains().stream().anyMatch(s -> s.run().isPresent());
    return anyStarted ? "Running" : "Pending";
  }

  private void conditions(ObjectNode status, String phase) {
    boolean initialized = pod.inits().stream().allMatch(ContainerSlot::succeeded);
    boolean ready = initialized && pod.mains().stream().allMatch(ContainerSlot::ready);
    String done = phase.equals("Succeeded") ? "PodCompleted" : "";
    String unready = done.isEmpty() ? "ContainersNotReady" : done;
    ArrayNode conditions = status.putArray("conditions");
    condition(conditions, "PodReadyToStartContainers", true, "");
    condition(
        conditions, "Initialized", initialized, initialized ? done : "ContainersNotInitialized");
    condition(conditions, "Ready", ready, ready ? "" : unready);
    condition(conditions, "ContainersReady", ready, ready ? "" : unready);
    condition(conditions, "PodScheduled", true, "");
  }

  private void condition(ArrayNode conditions, String type, boolean holds, String reason) {
    String wanted = holds ? "True" : "False";
    Optional<ObjectNode> old =
        Tree.objects(before, "conditions").stream()
            .filter(c -> Tree.text(c, "type").equals(type))
            .filter(c -> Tree.text(c, "status").equals(wanted))
            .findAny();
    ObjectNode condition = conditions.addObject();
    condition.put("type", type).put("status", wanted).putNull("lastProbeTime");
    condition.put(
        "lastTransitionTime",
        old.map(c -> Tree.text(c, "lastTransitionTime")).orElse(world.seconds()));
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
      if (reason.equals("ContainersNotReady")) {
        condition.put("message", "containers with unready status: " + unready());
      }
    }
  }

  private String unready() {
    List<String> names =
        pod.mains().stream().filter(s -> !s.ready()).map(ContainerSlot::name).toList();
    return "[" + String.join(" ", names) + "]";
  }

  private void containers(ArrayNode into, List<ContainerSlot> slots) {
    for (ContainerSlot slot : slots) {
      ObjectNode status = into.addObject();
      status.put("name", slot.name());
      status.set("state", state(slot));
      status.set(
          "lastState",
          slot.isWaiting() && slot.run().isPresent()
              ? terminated(slot.run().get())
              : slot.previous().map(PodReport::terminated).orElseGet(Tree::object));
      boolean init = pod.inits().contains(slot);
      status.put("ready", init ? slot.succeeded() : slot.ready());
      status.put("restartCount", slot.restarts());
      status.put("image", Tree.text(slot.container(), "image"));
      status.put("imageID", slot.run().map(r -> r.image().id()).orElse(""));
      slot.run()
          .ifPresent(r ->
              status.put(
                  "containerID",
                  "simulator://"
                      + Meta.uid(pod.object())
                      + "-"
                      + slot.name()
                      + "-"
                      + slot.restarts()));
      status.put("started", slot.started());
    }
  }

  private static ObjectNode state(ContainerSlot slot) {
    ObjectNode state = Tree.object();
    if (slot.isWaiting()) {
      ObjectNode waiting = state.putObject("waiting").put("reason", slot.waiting());
      if (!slot.message().isEmpty()) {
        waiting.put("message", slot.message());
      }
      return state;
    }
    ContainerRun run = slot.run().orElseThrow();
    if (run.exit().isPresent()) {
      return terminated(run);
    }
    state.putObject("running").put("startedAt", seconds(run.started()));
    return state;
  }

  private static ObjectNode terminated(ContainerRun run) {
    int code = run.exit().orElse(0);
    ObjectNode state = Tree.object();
    state
        .putObject("terminated")
        .put("exitCode", code)
        .put("reason", code == 0 ? "Completed" : "Error")
        .put("startedAt", seconds(run.started()))
        .put("finishedAt", seconds(run.finished()));
    return state;
  }

  private static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
