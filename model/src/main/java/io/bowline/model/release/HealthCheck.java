package io.bowline.model.release;

import java.time.Duration;

/// What must hold for a component to count as healthy, beside its workloads being ready.
public sealed interface HealthCheck {
  /// Every workload object of the component is ready and stays so for this long.
  record WorkloadsReady(Duration stableFor) implements HealthCheck {}

  /// A GET on a service of the component answers 2xx.
  record HttpGet(String service, int port, String path) implements HealthCheck {}

  /// The Prometheus endpoint of the component's pods, scraped for metrics (C67).
  record Metrics(int port, String path) implements HealthCheck {}
}
