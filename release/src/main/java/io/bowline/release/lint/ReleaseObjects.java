package io.bowline.release.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.release.bundle.AuthorFolder;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.Packed;
import io.bowline.release.chart.ChartRenderer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The Kubernetes objects that a release makes, with its inputs' defaults and with each switch the
/// other way round.
public sealed interface ReleaseObjects {
  /// All of them, each once a component.
  record Made(List<One> objects) implements ReleaseObjects {
    public Made {
      objects = List.copyOf(objects);
    }
  }

  /// A chart does not render, so nobody can say what it makes.
  record Unreadable(List<AuthorProblem> problems) implements ReleaseObjects {
    public Unreadable {
      problems = List.copyOf(problems);
    }
  }

  /// One object.
  ///
  /// @param namespace the component's, where the object does not name one itself
  /// @param body of a container component only its kind and name
  record One(ComponentName component, String namespace, JsonNode body) {}

  /// Renders what an author's folder would be published as; needs no registry and no cluster.
  static ReleaseObjects of(Path folder, ChartRenderer renderer) throws IOException {
    return switch (AuthorFolder.pack(folder, (_, _) -> Optional.of(ReleaseLint.STAND_IN))) {
      case Packed.Refused(List<AuthorProblem> problems) -> new Unreadable(problems);
      case Packed.Done(Bundle bundle) -> of(bundle, renderer);
    };
  }

  /// Renders a release; needs no cluster.
  static ReleaseObjects of(Bundle bundle, ChartRenderer renderer) throws IOException {
    var findings = new Findings();
    var sets = new InputSets(bundle.release(), LintSettings.usual(), findings);
    var objects = new ArrayList<One>();
    Set<String> seen = new HashSet<>();
    for (Component component : bundle.release().components()) {
      switch (component) {
        case Component.Helm helm -> {
          var chart =
              new ChartLint(
                  bundle.release(), helm, bundle.chart(helm), "chart " + helm.name(), findings);
          for (String set : sets.names()) {
            for (RenderedObject object : chart.objects(renderer, sets, set)) {
              // another input may give an object of the same name other rules
              if (seen.add(helm.name() + " " + object.body())) {
                objects.add(new One(helm.name(), helm.namespace(), object.body()));
              }
            }
          }
        }
        case Component.Image image ->
            image
                .run()
                .ifPresent(run -> {
                  objects.add(workload(image, run, "apps/v1", "Deployment"));
                  if (!run.ports().isEmpty()) {
                    objects.add(workload(image, run, "v1", "Service"));
                  }
                });
        case Component.Terraform _ -> {}
      }
    }
    List<AuthorProblem> problems =
        findings.all().stream()
            .filter(problem -> problem.severity() == AuthorProblem.Severity.ERROR)
            .toList();
    return problems.isEmpty() ? new Made(objects) : new Unreadable(problems);
  }

  private static One workload(
      Component.Image image, Component.Workload run, String version, String kind) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("apiVersion", version).put("kind", kind);
    body.putObject("metadata").put("name", image.name().value());
    return new One(image.name(), run.namespace(), body);
  }
}
