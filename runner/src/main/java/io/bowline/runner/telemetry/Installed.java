package io.bowline.runner.telemetry;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/// The cluster, and what this install runs in it; nothing else is looked at. Make it a bean, and
/// its logs can be captured and its metrics are read.
public interface Installed {
  KubernetesClient cluster();

  List<Workload> workloads();

  /// Prometheus endpoints that the release names.
  List<ScrapeTarget> targets();
}
