package io.bowline.runner.telemetry;

import io.bowline.model.release.ComponentName;
import java.util.Map;

/// Pods of a component, as the component's own workload object selects them. Nothing outside of
/// what the install runs is ever looked at.
///
/// @param podLabels the workload's selector
public record Workload(ComponentName component, String namespace, Map<String, String> podLabels) {
  public Workload {
    podLabels = Map.copyOf(podLabels);
    if (podLabels.isEmpty()) {
      throw new IllegalArgumentException("an empty selector would select every pod");
    }
  }
}
