package io.bowline.runner.plan;

import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.Release;
import io.bowline.runner.step.StepException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The components of a release in an order in which each comes after those it needs.
final class Outline {
  private Outline() {}

  static List<Component> ordered(Release release) {
    var left = new ArrayList<>(release.components());
    var placed = new HashSet<ComponentName>();
    var ordered = new ArrayList<Component>();
    while (!left.isEmpty()) {
      List<Component> free =
          left.stream().filter(c -> placed.containsAll(c.common().after())).toList();
      if (free.isEmpty()) {
        throw new StepException(
            "release-refused", "components wait for each other: " + names(left));
      }
      ordered.addAll(free);
      left.removeAll(free);
      free.forEach(component -> placed.add(component.name()));
    }
    return ordered;
  }

  private static Set<String> names(List<Component> components) {
    var names = new HashSet<String>();
    components.forEach(component -> names.add(component.name().value()));
    return names;
  }
}
