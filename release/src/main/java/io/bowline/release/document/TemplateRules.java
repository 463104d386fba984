package io.bowline.release.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.InputSpec;
import io.bowline.model.release.Release;
import io.bowline.release.template.MalformedTemplate;
import io.bowline.release.template.Reference;
import io.bowline.release.template.References;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Every expression asks for an input that exists, or for an output of a Terraform component that
/// the asking one comes after.
final class TemplateRules {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> inputs = new HashSet<>();
  private final Set<ComponentName> terraform = new HashSet<>();

  private TemplateRules(Release release) {
    release.inputs().stream().map(InputSpec::name).forEach(inputs::add);
    for (Component component : release.components()) {
      if (component instanceof Component.Terraform) {
        terraform.add(component.name());
      }
    }
  }

  static List<Problem> check(Release release) {
    TemplateRules rules = new TemplateRules(release);
    for (int i = 0; i < release.components().size(); i++) {
      rules.component(release.components().get(i), "components[" + i + "]");
    }
    return rules.problems;
  }

  private void component(Component component, String path) {
    switch (component) {
      case Component.Helm helm -> values(helm, path + ".values");
      case Component.Terraform module ->
          new TreeMap<>(module.variables())
              .forEach((name, json) -> variable(module, json, path + ".variables." + name));
      case Component.Image image ->
          image
              .run()
              .ifPresent(run ->
                  new TreeMap<>(run.environment())
                      .forEach((name, text) ->
                          references(
                              image,
                              path + ".run.environment." + name,
                              () -> References.in(text))));
    }
  }

  private void values(Component.Helm helm, String path) {
    if (helm.values().isBlank()) {
      return;
    }
    switch (PlainYaml.parse(helm.values())) {
      case Parsed.Refused(var refused) ->
          refused.forEach(p ->
              problem(path, "line " + p.line() + " " + (p.path() + " " + p.message()).strip()));
      case Parsed.Tree(var root, _) -> {
        if (!root.isObject()) {
          problem(path, "must be a mapping");
        }
        references(helm, path, () -> References.in(root));
      }
    }
  }

  private void variable(Component component, String json, String path) {
    references(
        component,
        path,
        () -> {
          try {
            return References.in(JSON.readTree(json));
          } catch (JsonProcessingException e) {
            throw new IllegalStateException("variables were read from JSON", e);
          }
        });
  }

  private void references(Component asking, String path, Finder finder) {
    try {
      finder.find().forEach(reference -> reference(asking, path, reference));
    } catch (MalformedTemplate e) {
      problem(path, String.valueOf(e.getMessage()));
    }
  }

  private void reference(Component asking, String path, Reference reference) {
    switch (reference) {
      case Reference.Input(String name) -> {
        if (!inputs.contains(name)) {
          problem(path, "asks for " + reference + ", but there is no such input");
        }
      }
      case Reference.Output(ComponentName source, _) -> {
        if (!terraform.contains(source)) {
          problem(path, "asks for " + reference + ", but there is no such terraform component");
        } else if (!asking.common().after().contains(source)) {
          problem(path, "asks for " + reference + ": list '" + source + "' in 'after'");
        }
      }
    }
  }

  private void problem(String path, String message) {
    problems.add(new Problem(path, message));
  }

  private interface Finder {
    Set<Reference> find();
  }
}
