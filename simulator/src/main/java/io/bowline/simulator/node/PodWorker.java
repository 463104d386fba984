package io.bowline.simulator.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.resource.Deletion;
import io.bowline.simulator.resource.Intent;
import io.bowline.simulator.resource.Meta;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// One pod on its node, from its binding to its removal; a thread of its own.
final class PodWorker {
  private static final System.Logger LOG = System.getLogger(PodWorker.class.getName());
  private static final Duration IDLE = Duration.ofMinutes(5);

  private final NodeParts parts;
  private final Kind kind;
  private final String namespace;
  private final String name;
  private final String uid;
  private final String ip;
  private final Semaphore bell = new Semaphore(0);
  private final List<ContainerSlot> inits = new ArrayList<>();
  private final List<ContainerSlot> mains = new ArrayList<>();
  private final Thread thread;
  private final Instant started;
  private volatile ObjectNode object;
  private Optional<Volumes> volumes = Optional.empty();

  private PodWorker(NodeParts parts, ObjectNode pod, String ip) {
    this.parts = parts;
    this.kind = parts.resources().catalogue().require("pods");
    this.object = pod;
    this.namespace = Meta.namespace(pod);
    this.name = Meta.name(pod);
    this.uid = Meta.uid(pod);
    this.ip = ip;
    this.started = parts.world().now();
    Tree.objects(pod, "spec", "initContainers")
        .forEach(c -> inits.add(new ContainerSlot(c, true, parts, this)));
    Tree.objects(pod, "spec", "containers")
        .forEach(c -> mains.add(new ContainerSlot(c, false, parts, this)));
    this.thread = Thread.ofVirtual().name("pod " + name).unstarted(this::run);
  }

  static PodWorker start(NodeParts parts, ObjectNode pod, String ip) {
    PodWorker worker = new PodWorker(parts, pod, ip);
    worker.thread.start();
    return worker;
  }

  /// Something happened: look again.
  void wake() {
    bell.release();
  }

  void stop() {
    thread.interrupt();
    slots().forEach(ContainerSlot::stop);
  }

  String name() {
    return name;
  }

  String ip() {
    return ip;
  }

  Instant started() {
    return started;
  }

  ObjectNode object() {
    return object;
  }

  String restartPolicy() {
    return Tree.text(object, "spec", "restartPolicy");
  }

  Volumes volumes() throws Volumes.NotReady {
    if (volumes.isEmpty()) {
      volumes = Optional.of(Volumes.of(parts.resources(), parts.claims(), object));
    }
    return volumes.get();
  }

  List<ContainerSlot> inits() {
    return inits;
  }

  List<ContainerSlot> mains() {
    return mains;
  }

  private List<ContainerSlot> slots() {
    List<ContainerSlot> all = new ArrayList<>(inits);
    all.addAll(mains);
    return all;
  }

  Optional<ContainerSlot> slot(String container) {
    return slots().stream().filter(s -> s.name().equals(container)).findAny();
  }

  private void run() {
    try {
      while (look()) {
        Duration wait = step();
        boolean rang = bell.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (rang) {
          bell.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "pod " + name + " failed in the simulator", e);
    } finally {
      slots().forEach(ContainerSlot::stop);
    }
  }

  /// Reads the pod; false when this worker's work is over.
  private boolean look() {
    Optional<ObjectNode> found = parts.resources().find(kind, namespace, name);
    if (found.isEmpty() || !Meta.uid(found.get()).equals(uid)) {
      return false;
    }
    object = found.get();
    if (!Meta.deleting(object)) {
      return true;
    }
    slots().forEach(ContainerSlot::stop);
    try {
      parts.resources().delete(kind, namespace, name, Deletion.Options.now());
    } catch (Refusal e) {
      return e.code() != 404;
    }
    // a finalizer may still hold it: then only the finalizer's end is waited for
    return parts.resources().find(kind, namespace, name).isPresent();
  }

  private Duration step() throws InterruptedException {
    Optional<Instant> next = Optional.empty();
    if (!Meta.deleting(object) && !finished()) {
      next = containers();
      report();
    }
    Instant now = parts.world().now();
    return next.map(n -> Duration.between(now, n))
        .map(d -> d.isNegative() ? Duration.ofMillis(1) : d)
        .filter(d -> d.compareTo(IDLE) < 0)
        .orElse(IDLE);
  }

  private boolean finished() {
    String phase = Tree.text(object, "status", "phase");
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  private Optional<Instant> containers() throws InterruptedException {
    try {
      volumes();
    } catch (Volumes.NotReady e) {
      parts.events().warn(object, "FailedMount", String.valueOf(e.getMessage()));
      return Optional.of(parts.world().now().plus(parts.pace().pullRetry()));
    }
    for (ContainerSlot init : inits) {
      if (!init.succeeded()) {
        return init.step(parts.world().now());
      }
    }
    Optional<Instant> soonest = Optional.empty();
    for (ContainerSlot main : mains) {
      Optional<Instant> due = main.step(parts.world().now());
      if (due.isPresent() && (soonest.isEmpty() || due.get().isBefore(soonest.get()))) {
        soonest = due;
      }
    }
    return soonest;
  }

  private void report() {
    ObjectNode status = PodReport.of(this, parts.world());
    if (!status.equals(Tree.at(object, "status"))) {
      ObjectNode reported = object.deepCopy();
      reported.set("status", status);
      Tree.grow(reported, "metadata").remove("resourceVersion");
      try {
        object =
            parts.resources().update(kind, namespace, name, reported, Intent.status("kubelet"));
      } catch (Refusal e) {
        if (e.code() != 404 && e.code() != 409) {
          throw e;
        }
        wake();
      }
    }
  }
}
