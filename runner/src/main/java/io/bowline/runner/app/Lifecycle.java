package io.bowline.runner.app;

import io.bowline.runner.platform.Activity;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jboss.logging.Logger;

/// Starts every activity in the order of its phase and stops them the other way round.
@Singleton
public final class Lifecycle {
  private static final Logger LOG = Logger.getLogger(Lifecycle.class);

  private final Deque<Activity> started = new ArrayDeque<>();
  private final List<Activity> activities;

  Lifecycle(@All List<Activity> activities) {
    var ordered = new ArrayList<>(activities);
    ordered.sort(Comparator.comparingInt(Activity::phase));
    this.activities = List.copyOf(ordered);
  }

  void start(@Observes StartupEvent event) {
    for (Activity activity : activities) {
      activity.start();
      started.push(activity);
    }
    LOG.info("the runner is at work");
  }

  void stop(@Observes ShutdownEvent event) {
    while (!started.isEmpty()) {
      Activity activity = started.pop();
      try {
        activity.stop();
      } catch (InterruptedException e) {
        LOG.warnf("stopping was interrupted; what is left goes on after the next start");
        Thread.currentThread().interrupt();
        return;
      }
    }
    LOG.info("the runner has stopped; jobs at work go on after its next start");
  }
}
