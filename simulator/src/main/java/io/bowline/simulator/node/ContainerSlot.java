package io.bowline.simulator.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.shell.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A container of a pod over all its runs: pulled, started, probed, restarted.
final class ContainerSlot {
  private final ObjectNode container;
  private final boolean init;
  private final NodeParts parts;
  private final PodWorker pod;
  private Optional<ContainerRun> run = Optional.empty();
  private Optional<ContainerRun> previous = Optional.empty();
  private Optional<Prober> startup = Optional.empty();
  private Optional<Prober> readiness = Optional.empty();
  private Optional<Prober> liveness = Optional.empty();
  private String waiting;
  private String message = "";
  private Instant next = Instant.MIN;
  private int restarts;
  private int failedPulls;
  private boolean handled;

  ContainerSlot(ObjectNode container, boolean init, NodeParts parts, PodWorker pod) {
    this.container = container;
    this.init = init;
    this.parts = parts;
    this.pod = pod;
    this.waiting = init ? "PodInitializing" : "ContainerCreating";
  }

  String name() {
    return Tree.text(container, "name");
  }

  ObjectNode container() {
    return container;
  }

  Optional<ContainerRun> run() {
    return run;
  }

  Optional<ContainerRun> previous() {
    return previous;
  }

  String waiting() {
    return waiting;
  }

  String message() {
    return message;
  }

  int restarts() {
    return restarts;
  }

  boolean running() {
    return run.isPresent() && run.get().exit().isEmpty();
  }

  /// Whether it ended and will not be started again.
  boolean done() {
    return run.isPresent() && run.get().exit().isPresent() && !restartable(exitCode());
  }

  boolean succeeded() {
    return done() && exitCode() == 0;
  }

  private int exitCode() {
    return run.map(r -> r.exit().orElse(0)).orElse(0);
  }

  private boolean restartable(int code) {
    return switch (pod.restartPolicy()) {
      case "Never" -> false;
      case "OnFailure" -> code != 0;
      default -> !init || code != 0;
    };
  }

  boolean started() {
    return running() && startup.map(Prober::passed).orElse(true);
  }

  boolean ready() {
    boolean answers = run.map(r -> r.program().answers()).orElse(false);
    return started() && answers && readiness.map(Prober::passed).orElseGet(this::settled);
  }

  private Instant settles() {
    return run.map(r -> r.started().plus(parts.pace().settle())).orElse(Instant.MAX);
  }

  /// What ends at once was never ready.
  private boolean settled() {
    return !parts.world().now().isBefore(settles());
  }

  /// A kubelet names the waiting state only while it waits.
  boolean isWaiting() {
    return run.isEmpty() || (run.get().exit().isPresent() && !waiting.isEmpty());
  }

  /// Does what is due; gives back when to look again.
  Optional<Instant> step(Instant now) throws InterruptedException {
    if (running()) {
      return Optional.ofNullable(probe(now));
    }
    if (run.isPresent() && !handled) {
      handled = true;
      exited(now);
    }
    if (done()) {
      return Optional.empty();
    }
    if (now.isBefore(next)) {
      return Optional.of(next);
    }
    start(now);
    return running() ? Optional.ofNullable(probe(now)) : Optional.of(next);
  }

  private void exited(Instant now) {
    if (done()) {
      waiting = "";
      return;
    }
    Duration pause =
        restarts == 0
            ? Duration.ZERO
            : Pace.doubled(parts.pace().crashRetry(), restarts - 1, parts.pace().longest());
    next = now.plus(pause);
    if (!pause.isZero()) {
      waiting = "CrashLoopBackOff";
      message =
          "back-off "
              + Math.max(1, pause.toSeconds())
              + "s restarting failed container="
              + name()
              + " pod="
              + pod.name();
      parts
          .events()
          .warn(pod.object(), "BackOff", "Back-off restarting failed container " + name());
    }
  }

  private void start(Instant now) throws InterruptedException {
    String reference = Tree.text(container, "image");
    Image image;
    try {
      image = parts.images().get(reference, Tree.text(container, "imagePullPolicy"));
    } catch (PullFailed e) {
      pullFailed(reference, String.valueOf(e.getMessage()), now);
      return;
    }
    try {
      Map<String, String> environment =
          Environment.of(parts.resources(), pod.object(), container, image);
      Files files = new Files();
      pod.volumes().mount(container, files);
      Program program =
          Program.of(image, Environment.words(container, image, environment), environment);
      begin(program, files, image, now);
    } catch (Volumes.NotReady e) {
      waiting = "CreateContainerConfigError";
      message = String.valueOf(e.getMessage());
      next = now.plus(parts.pace().pullRetry());
      parts.events().warn(pod.object(), "Failed", "Error: " + message);
    }
  }

  private void begin(Program program, Files files, Image image, Instant now) {
    if (run.isPresent()) {
      previous = run;
      restarts++;
    }
    failedPulls = 0;
    handled = false;
    waiting = "";
    message = "";
    Duration unit = parts.pace().probeUnit();
    startup = Prober.of(container, "startupProbe", unit, now);
    readiness = Prober.of(container, "readinessProbe", unit, now);
    liveness = Prober.of(container, "livenessProbe", unit, now);
    run = Optional.of(ContainerRun.start(parts.world(), program, files, image, pod::wake));
    parts.events().tell(pod.object(), "Started", "Started container " + name());
  }

  private void pullFailed(String reference, String why, Instant now) {
    String kind = why.startsWith("InvalidImageName") ? "InvalidImageName" : "ErrImagePull";
    boolean backsOff = failedPulls > 0 && waiting.equals("ErrImagePull");
    if (backsOff) {
      waiting = "ImagePullBackOff";
      message = "Back-off pulling image \"" + reference + "\": ErrImagePull: " + why;
      parts.events().tell(pod.object(), "BackOff", "Back-off pulling image \"" + reference + "\"");
      next =
          now.plus(Pace.doubled(parts.pace().pullRetry(), failedPulls - 1, parts.pace().longest()));
      return;
    }
    failedPulls++;
    waiting = kind;
    message = why;
    parts
        .events()
        .warn(pod.object(), "Failed", "Failed to pull image \"" + reference + "\": " + why);
    parts.events().warn(pod.object(), "Failed", "Error: " + kind);
    next = now.plus(parts.pace().pullRetry());
  }

  /// Probes the running container; gives back when the next probe is due.
  private @org.jspecify.annotations.Nullable Instant probe(Instant now)
      throws InterruptedException {
    ContainerRun current = run.orElseThrow();
    List<Prober> due = new ArrayList<>();
    startup.ifPresent(due::add);
    if (startup.map(Prober::passed).orElse(true)) {
      due.clear();
      readiness.ifPresent(due::add);
      liveness.ifPresent(due::add);
    }
    Instant soonest = settled() ? null : settles();
    for (Prober prober : due) {
      prober.probe(current, now);
      if (soonest == null || prober.next().isBefore(soonest)) {
        soonest = prober.next();
      }
    }
    if (readiness.map(Prober::failed).orElse(false)) {
      parts.events().warn(pod.object(), "Unhealthy", "Readiness probe failed: " + name());
    }
    boolean dead =
        liveness.map(Prober::failed).orElse(false) || startup.map(Prober::failed).orElse(false);
    if (dead) {
      parts
          .events()
          .warn(
              pod.object(),
              "Unhealthy",
              "Container " + name() + " failed its probe, will be restarted");
      current.stop();
    }
    return soonest;
  }

  void stop() {
    run.ifPresent(ContainerRun::stop);
  }
}
