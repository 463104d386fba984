package io.bowline.runner.telemetry;

import java.lang.management.ManagementFactory;

/// The runner's own metrics in the Prometheus text format.
final class OwnMetrics {
  private OwnMetrics() {}

  static String text() {
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long upMillis = ManagementFactory.getRuntimeMXBean().getUptime();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    return """
    bowline_runner_up 1
    bowline_runner_uptime_seconds %s
    bowline_runner_heap_used_bytes %d
    bowline_runner_threads %d
    """
        .formatted(upMillis / 1000.0, heap.getUsed(), threads);
  }
}
