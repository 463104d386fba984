package io.bowline.control.edge.ingest;

import java.time.Duration;

/// Settings of the ports for logs and metrics in a test; by default nothing is in the way.
public record TestPorts(
    String host,
    int logsPort,
    int metricsPort,
    int concurrency,
    Duration bodyTime,
    long arrivingBytes,
    long bytesPerSecond,
    int pushesPerInstall,
    int streams,
    int series)
    implements IngestSettings {
  static TestPorts at(int logs, int metrics) {
    return new TestPorts(
        "127.0.0.1",
        logs,
        metrics,
        64,
        Duration.ofMinutes(1),
        1L << 28,
        1L << 30,
        64,
        1_000_000,
        1_000_000);
  }

  TestPorts with(Duration slowest) {
    return new TestPorts(
        host,
        logsPort,
        metricsPort,
        concurrency,
        slowest,
        arrivingBytes,
        bytesPerSecond,
        pushesPerInstall,
        streams,
        series);
  }

  /// Room for so many bytes that are arriving.
  TestPorts arriving(long bytes) {
    return new TestPorts(
        host,
        logsPort,
        metricsPort,
        concurrency,
        bodyTime,
        bytes,
        bytesPerSecond,
        pushesPerInstall,
        streams,
        series);
  }

  TestPorts perInstall(long bytes, int pushes, int labelSets) {
    return new TestPorts(
        host,
        logsPort,
        metricsPort,
        concurrency,
        bodyTime,
        arrivingBytes,
        bytes,
        pushes,
        labelSets,
        labelSets);
  }
}
