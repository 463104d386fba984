package io.bowline.release.lint;

import io.bowline.model.release.Component;
import io.bowline.model.release.Release;
import io.bowline.release.template.Reference;
import io.bowline.release.template.References;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.util.LinkedHashSet;
import java.util.Set;

/// What the components of a release take: inputs of the install, and outputs of each other.
final class Mentioned {
  private Mentioned() {}

  static Set<Reference> in(Release release) {
    Set<Reference> references = new LinkedHashSet<>();
    for (Component component : release.components()) {
      switch (component) {
        case Component.Helm helm -> {
          if (PlainYaml.parse(helm.values()) instanceof Parsed.Tree tree) {
            references.addAll(References.in(tree.root()));
          }
        }
        case Component.Terraform terraform ->
            terraform.variables().values().forEach(v -> references.addAll(References.in(v)));
        case Component.Image image ->
            image
                .run()
                .ifPresent(run ->
                    run.environment().values().forEach(v -> references.addAll(References.in(v))));
      }
    }
    return references;
  }
}
