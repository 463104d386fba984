package io.bowline.runner.telemetry;

/// A Prometheus endpoint that the release names, on every pod of a workload.
public record ScrapeTarget(Workload workload, int port, String path) {}
