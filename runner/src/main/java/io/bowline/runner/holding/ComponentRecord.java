package io.bowline.runner.holding;

import io.bowline.model.plan.StepKind;
import java.util.List;

/// What an install runs of one component: enough to look at it and to remove it.
///
/// @param kind of the step that made it
/// @param entry what the executor calls it: Helm release, inventory entry or state
/// @param after names of components it came after
public record ComponentRecord(
    String name, StepKind kind, String entry, String namespace, List<String> after) {
  public ComponentRecord {
    after = List.copyOf(after);
  }
}
