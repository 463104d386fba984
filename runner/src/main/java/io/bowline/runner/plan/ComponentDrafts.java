package io.bowline.runner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.MirroredImage;
import io.bowline.model.release.Release;
import io.bowline.release.archive.FileTree;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.chart.ChartRefused;
import io.bowline.release.chart.CustomerRegistry;
import io.bowline.release.chart.ImageRewriter;
import io.bowline.release.chart.Rewriting;
import io.bowline.release.template.Resolution;
import io.bowline.release.template.Resolver;
import io.bowline.release.template.SecretReference;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.helm.ChartObjects;
import io.bowline.runner.step.helm.HelmEngine.Order;
import io.bowline.runner.step.helm.HelmEngine.Result;
import io.bowline.runner.step.kube.Manifest;
import io.bowline.runner.step.terraform.TerraformExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/// Turns one component into the steps that it takes.
final class ComponentDrafts {
  private static final Duration RENDERING = Duration.ofMinutes(2);
  private static final String CRDS = "crds-";

  private final Executors executors;
  private final Bundle bundle;
  private final CustomerRegistry registry;
  private final Resolver resolver;
  private final Map<String, Digest> providers;
  private final Path folder;
  private final StepContext context;

  ComponentDrafts(
      Executors executors,
      Bundle bundle,
      CustomerRegistry registry,
      Resolver resolver,
      Map<String, Digest> providers,
      Path folder,
      StepContext context) {
    this.executors = executors;
    this.bundle = bundle;
    this.registry = registry;
    this.resolver = resolver;
    this.providers = providers;
    this.folder = folder;
    this.context = context;
  }

  /// What drafting gave.
  sealed interface Drafted {
    /// In this order.
    record Steps(List<Named> steps) implements Drafted {
      public Steps {
        steps = List.copyOf(steps);
      }
    }

    /// It waits for outputs that are not known yet.
    record Deferred() implements Drafted {}
  }

  /// A step to be drafted.
  ///
  /// @param outputs known after drafting, if any
  record Named(
      String name,
      StepKind kind,
      Function<Path, Draft> draft,
      Supplier<Optional<Map<String, JsonNode>>> outputs) {}

  /// What the install's record keeps of a component.
  static List<ComponentRecord> records(Component component) {
    String name = component.name().value();
    List<String> after =
        component.common().after().stream().map(ComponentName::value).sorted().toList();
    return switch (component) {
      case Component.Helm helm ->
          List.of(
              new ComponentRecord(
                  name, StepKind.HELM, helm.releaseName(), helm.namespace(), after));
      case Component.Terraform _ ->
          List.of(new ComponentRecord(name, StepKind.TERRAFORM, name, "", after));
      case Component.Image image ->
          image.run().stream()
              .map(run -> new ComponentRecord(name, StepKind.KUBE, name, run.namespace(), after))
              .toList();
    };
  }

  Drafted of(Component component) {
    return switch (component) {
      case Component.Helm helm -> helm(helm);
      case Component.Terraform terraform -> terraform(terraform);
      case Component.Image image -> image(image);
    };
  }

  private Drafted helm(Component.Helm helm) {
    return switch (resolver.values(helm.values(), helm.namespace())) {
      case Resolution.Deferred _ -> new Drafted.Deferred();
      case Resolution.Impossible(String reason) -> throw impossible(helm, reason);
      case Resolution.Resolved(String values) -> {
        Result.Done rendered = render(helm, values);
        var steps = new ArrayList<Named>();
        if (!rendered.crds().isEmpty()) {
          List<ObjectNode> crds = crds(rendered.crds());
          String name = CRDS + helm.name();
          steps.add(
              step(
                  name,
                  StepKind.KUBE,
                  frozen -> executors.kube().draft(name, helm.namespace(), crds, frozen)));
        }
        ChartObjects objects = ChartObjects.of(rewritten(helm, rendered.text()));
        steps.add(
            step(
                helm.name().value(),
                StepKind.HELM,
                frozen ->
                    executors.helm().draft(helm.releaseName(), helm.namespace(), objects, frozen)));
        yield new Drafted.Steps(steps);
      }
    };
  }

  private Drafted terraform(Component.Terraform terraform) {
    var variables = new TreeMap<String, JsonNode>();
    for (var variable : terraform.variables().entrySet()) {
      switch (resolver.json(variable.getValue())) {
        case Resolution.Deferred _ -> {
          return new Drafted.Deferred();
        }
        case Resolution.Impossible(String reason) -> throw impossible(terraform, reason);
        case Resolution.Resolved(String json) -> variables.put(variable.getKey(), Json.tree(json));
      }
    }
    FileTree module = unpacked(() -> bundle.module(terraform), terraform);
    var known = new AtomicReference<Optional<Map<String, JsonNode>>>(Optional.empty());
    String name = terraform.name().value();
    return new Drafted.Steps(
        List.of(
            new Named(
                name,
                StepKind.TERRAFORM,
                frozen -> {
                  TerraformExecutor.Planned planned =
                      executors
                          .terraform()
                          .draft(name, module, variables, providers, frozen, context);
                  known.set(planned.outputs());
                  return planned.draft();
                },
                known::get)));
  }

  private Drafted image(Component.Image image) {
    if (image.run().isEmpty()) {
      return new Drafted.Steps(List.of());
    }
    Component.Workload run = image.run().get();
    var environment = new TreeMap<String, String>();
    var secrets = new TreeMap<String, SecretReference>();
    for (var variable : run.environment().entrySet()) {
      Optional<SecretReference> secret = secret(image, run, variable.getValue());
      if (secret.isPresent()) {
        secrets.put(variable.getKey(), secret.get());
        continue;
      }
      switch (resolver.text(variable.getValue())) {
        case Resolution.Deferred _ -> {
          return new Drafted.Deferred();
        }
        case Resolution.Impossible(String reason) -> throw impossible(image, reason);
        case Resolution.Resolved(String text) -> environment.put(variable.getKey(), text);
      }
    }
    MirroredImage mirrored =
        release().images().stream()
            .filter(candidate -> candidate.name().equals(image.image()))
            .findFirst()
            .orElseThrow(() -> impossible(image, "the release has no image " + image.image()));
    String name = image.name().value();
    List<ObjectNode> objects =
        WorkloadObjects.of(
            name, run, registry.reference(mirrored).toString(), environment, secrets);
    return new Drafted.Steps(
        List.of(
            step(
                name,
                StepKind.KUBE,
                frozen -> executors.kube().draft(name, run.namespace(), objects, frozen))));
  }

  /// The Secret that a variable is to be taken from; it has to be where the pods look for it.
  private Optional<SecretReference> secret(
      Component.Image image, Component.Workload run, String template) {
    Optional<SecretReference> secret = resolver.secret(template);
    secret
        .filter(reference -> !reference.namespace().equals(run.namespace()))
        .ifPresent(reference -> {
          throw impossible(
              image, "secret input " + reference + " is not in its namespace " + run.namespace());
        });
    return secret;
  }

  private Result.Done render(Component.Helm helm, String values) {
    Path archive = folder.resolve("chart-" + helm.name() + ".tgz");
    try {
      Files.write(archive, bundle.blob(helm.chart()));
      var order = Order.render(helm.releaseName(), helm.namespace(), archive, values, RENDERING);
      return switch (executors.engine().run(order, context.stop())) {
        case Result.Done done -> done;
        case Result.Failed(String message) ->
            throw new StepException("chart", helm.name() + ": " + message);
        case Result.Stopped(String reason) -> throw new StepException("stopped", reason);
      };
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a chart while it is rendered", e);
    }
  }

  private String rewritten(Component.Helm helm, String manifest) {
    try {
      return switch (new ImageRewriter(release().images(), registry).rewrite(manifest)) {
        case Rewriting.Rewritten(String text, var _) -> text;
        case Rewriting.Unmirrored unmirrored ->
            throw new StepException(
                "image-not-mirrored", helm.name() + ": " + unmirrored.sentence());
      };
    } catch (ChartRefused e) {
      throw new StepException("chart", helm.name() + ": " + e.getMessage());
    }
  }

  private Release release() {
    return bundle.release();
  }

  private static List<ObjectNode> crds(List<String> texts) {
    var objects = new ArrayList<ObjectNode>();
    texts.forEach(text -> objects.addAll(Manifest.parse(text).objects()));
    return objects;
  }

  private static Named step(String name, StepKind kind, Function<Path, Draft> draft) {
    return new Named(name, kind, draft, Optional::empty);
  }

  private static FileTree unpacked(Unpacking unpacking, Component component) {
    try {
      return unpacking.unpack();
    } catch (IOException e) {
      throw new StepException("release-refused", component.name() + ": " + e.getMessage());
    }
  }

  private static StepException impossible(Component component, String reason) {
    return new StepException("release-refused", "component " + component.name() + ": " + reason);
  }

  private interface Unpacking {
    FileTree unpack() throws IOException;
  }
}
