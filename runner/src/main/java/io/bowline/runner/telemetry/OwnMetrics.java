package io.bowline.runner.telemetry;

import io.bowline.runner.telemetry.spool.Spool;
import java.lang.management.ManagementFactory;

/// The runner's own metrics in the Prometheus text format; `docs/telemetry.md` explains them.
final class OwnMetrics {
  private OwnMetrics() {}

  static String text(Spool logs, Spool metrics) {
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long upMillis = ManagementFactory.getRuntimeMXBean().getUptime();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    return """
    bowline_runner_up 1
    bowline_runner_uptime_seconds %s
    bowline_runner_heap_used_bytes %d
    bowline_runner_threads %d
    bowline_runner_spool_bytes{spool="logs"} %d
    bowline_runner_spool_bytes{spool="metrics"} %d
    bowline_runner_spool_dropped_total{spool="logs"} %d
    bowline_runner_spool_dropped_total{spool="metrics"} %d
    bowline_runner_spool_damaged_total{spool="logs"} %d
    bowline_runner_spool_damaged_total{spool="metrics"} %d
    """
        .formatted(
            upMillis / 1000.0,
            heap.getUsed(),
            threads,
            logs.bytes(),
            metrics.bytes(),
            logs.dropped(),
            metrics.dropped(),
            logs.damaged(),
            metrics.damaged());
  }
}
