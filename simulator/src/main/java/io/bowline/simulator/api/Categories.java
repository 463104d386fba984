package io.bowline.simulator.api;

import io.bowline.simulator.kind.Kind;
import java.util.Set;

/// Which kinds `kubectl get all` means.
final class Categories {
  private static final Set<String> ALL =
      Set.of(
          "pods",
          "services",
          "replicationcontrollers",
          "deployments.apps",
          "replicasets.apps",
          "statefulsets.apps",
          "daemonsets.apps",
          "jobs.batch",
          "cronjobs.batch",
          "horizontalpodautoscalers.autoscaling");

  private Categories() {}

  static boolean isInAll(Kind kind) {
    return ALL.contains(kind.id());
  }
}
