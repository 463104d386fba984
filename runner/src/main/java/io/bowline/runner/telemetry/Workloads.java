package io.bowline.runner.telemetry;

import java.util.List;

/// What this install runs at present.
@FunctionalInterface
public interface Workloads {
  List<Workload> now();
}
