package io.bowline.release.document;

import io.bowline.model.artifact.ImageReference;
import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.HealthCheck;
import io.bowline.model.release.InputSpec;
import io.bowline.model.release.MirroredImage;
import io.bowline.model.release.Release;
import io.bowline.release.template.Inputs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must hold between the fields of a release.
final class ReleaseRules {
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Release release;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<ComponentName, Component> byName = new HashMap<>();

  private ReleaseRules(Release release) {
    this.release = release;
  }

  static List<Problem> check(Release release) {
    ReleaseRules rules = new ReleaseRules(release);
    rules.inputs();
    rules.images();
    rules.components();
    rules.cycles();
    rules.problems.addAll(TemplateRules.check(release));
    return rules.problems;
  }

  private void inputs() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < release.inputs().size(); i++) {
      InputSpec input = release.inputs().get(i);
      String path = "inputs[" + i + "]";
      unique(names, input.name(), path + ".name");
      if (input.type() == InputSpec.Type.SECRET && input.defaultValue().isPresent()) {
        problem(path + ".default", "must be absent: a secret has no default");
      } else {
        input
            .defaultValue()
            .flatMap(value -> Inputs.problem(input.type(), value))
            .ifPresent(wrong -> problem(path + ".default", wrong));
      }
    }
  }

  private void images() {
    Set<String> names = new HashSet<>();
    Set<String> sources = new HashSet<>();
    for (int i = 0; i < release.images().size(); i++) {
      MirroredImage image = release.images().get(i);
      String path = "images[" + i + "]";
      unique(names, image.name(), path + ".name");
      unique(sources, image.source(), path + ".source");
      if (!ImageReference.isRepository(image.repository())) {
        problem(path + ".repository", "is not a lower-case repository path");
      }
    }
  }

  private void components() {
    if (release.components().isEmpty()) {
      problem("components", "must not be empty");
    }
    for (Component component : release.components()) {
      byName.putIfAbsent(component.name(), component);
    }
    Set<String> names = new HashSet<>();
    Set<String> helmNames = new HashSet<>();
    for (int i = 0; i < release.components().size(); i++) {
      Component component = release.components().get(i);
      String path = "components[" + i + "]";
      unique(names, component.name().value(), path + ".name");
      common(component.common(), path);
      switch (component) {
        case Component.Helm helm ->
            unique(helmNames, helm.namespace() + "/" + helm.releaseName(), path + ".releaseName");
        case Component.Terraform _ -> {}
        case Component.Image image -> image(image, path);
      }
    }
  }

  private void common(Component.Common common, String path) {
    common.after().stream()
        .filter(other -> !byName.containsKey(other))
        .sorted()
        .forEach(other -> problem(path + ".after", "names '" + other + "', which is no component"));
    if (common.timeout().isZero() || common.timeout().compareTo(LONGEST) > 0) {
      problem(path + ".timeout", "must be from 1s to 24h");
    }
    for (int i = 0; i < common.health().size(); i++) {
      if (common.health().get(i) instanceof HealthCheck.WorkloadsReady(Duration stable)
          && stable.compareTo(common.timeout()) >= 0) {
        problem(path + ".health[" + i + "].stableFor", "must be shorter than the timeout");
      }
    }
  }

  private void image(Component.Image image, String path) {
    if (release.images().stream().noneMatch(mirrored -> mirrored.name().equals(image.image()))) {
      problem(path + ".image", "names '" + image.image() + "', which is not in 'images'");
    }
  }

  private void cycles() {
    Set<ComponentName> settled = new HashSet<>();
    for (int i = 0; i < release.components().size(); i++) {
      List<ComponentName> way = new ArrayList<>();
      if (cyclic(release.components().get(i).name(), way, settled)) {
        problem(
            "components[" + i + "].after",
            "waits for itself: "
                + String.join(" -> ", way.stream().map(ComponentName::value).toList()));
        return;
      }
    }
  }

  private boolean cyclic(ComponentName at, List<ComponentName> way, Set<ComponentName> settled) {
    boolean repeated = way.contains(at);
    way.add(at);
    if (repeated) {
      return true;
    }
    Component component = byName.get(at);
    if (component != null && !settled.contains(at)) {
      for (ComponentName next : component.common().after().stream().sorted().toList()) {
        if (cyclic(next, way, settled)) {
          return true;
        }
      }
    }
    way.removeLast();
    settled.add(at);
    return false;
  }

  private void unique(Set<String> seen, String value, String path) {
    if (!seen.add(value)) {
      problem(path, "'" + value + "' is there twice");
    }
  }

  private void problem(String path, String message) {
    problems.add(new Problem(path, message));
  }
}
