package io.bowline.simulator.controller;

import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Resources;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import io.bowline.simulator.storage.Subscription;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Runs every controller on one thread, in the order in which changes ask for it.
public final class Controllers implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Controllers.class.getName());
  private static final Duration RETRY = Duration.ofMillis(50);
  private static final Duration AFTER_DEFECT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private record Work(Controller controller, Key key) {}

  private final List<Controller> controllers;
  private final Subscription changes;
  private final World world;
  private final SequencedSet<Work> ready = new LinkedHashSet<>();
  private final Map<Work, Instant> later = new HashMap<>();
  private final Thread thread;

  private Controllers(List<Controller> controllers, Subscription changes, World world) {
    this.controllers = List.copyOf(controllers);
    this.changes = changes;
    this.world = world;
    this.thread = Thread.ofVirtual().name("controllers").unstarted(this::run);
  }

  /// Starts the controllers of a cluster.
  public static Controllers start(Resources resources, World world) {
    Cluster cluster = new Cluster(resources, world);
    Controllers started =
        new Controllers(
            List.of(
                new NamespaceController(cluster),
                new DefinitionController(cluster),
                new GarbageCollector(cluster),
                new DeploymentController(cluster),
                new ReplicaSetController(cluster),
                new StatefulSetController(cluster),
                new DaemonSetController(cluster),
                new JobController(cluster),
                new CronJobController(cluster),
                new ServiceController(cluster),
                new ClaimController(cluster),
                new DisruptionController(cluster),
                new Scheduler(cluster)),
            resources.storage().followAll(),
            world);
    started.thread.start();
    return started;
  }

  private void run() {
    try {
      while (!changes.isCut()) {
        drain(ready.isEmpty() ? untilNext() : Duration.ZERO);
        wakeDue();
        if (!ready.isEmpty()) {
          reconcile(ready.removeFirst());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drain(Duration patience) throws InterruptedException {
    Optional<Change> next = changes.next(patience);
    while (next.isPresent()) {
      Change change = next.get();
      for (Controller controller : controllers) {
        for (Key key : controller.touched(change)) {
          ready.add(new Work(controller, key));
        }
      }
      next = changes.next(Duration.ZERO);
    }
  }

  private Duration untilNext() {
    Instant now = world.now();
    return later.values().stream()
        .map(due -> Duration.between(now, due))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .min(Duration::compareTo)
        .filter(wait -> wait.compareTo(LONGEST_WAIT) < 0)
        .orElse(LONGEST_WAIT);
  }

  private void wakeDue() {
    Instant now = world.now();
    later
        .entrySet()
        .removeIf(entry -> {
          boolean due = !entry.getValue().isAfter(now);
          if (due) {
            ready.add(entry.getKey());
          }
          return due;
        });
  }

  private void reconcile(Work work) {
    try {
      work.controller().reconcile(work.key()).ifPresent(wait -> again(work, wait));
    } catch (Refusal e) {
      if (e.code() != 404) {
        again(work, RETRY);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "controller failed on " + work.key(), e);
      again(work, AFTER_DEFECT);
    }
  }

  private void again(Work work, Duration wait) {
    Instant due = world.now().plus(wait);
    later.merge(work, due, (a, b) -> a.isBefore(b) ? a : b);
  }

  @Override
  public void close() {
    changes.cut();
    changes.close();
    thread.interrupt();
  }
}
