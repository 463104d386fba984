package io.bowline.runner.plan;

import io.bowline.model.release.ComponentName;
import io.bowline.model.release.HealthCheck;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.telemetry.Installed;
import io.bowline.runner.telemetry.ScrapeTarget;
import io.bowline.runner.telemetry.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What of this install runs in the cluster, told from the install's record and the objects that
/// Helm marks as its own.
public final class InstalledParts implements Installed {
  private static final String HELM_RELEASE = "meta.helm.sh/release-name";
  private static final String NAME = "app.kubernetes.io/name";

  private final PlanRoom room;

  public InstalledParts(PlanRoom room) {
    this.room = room;
  }

  @Override
  public KubernetesClient cluster() {
    return room.executors().get().cluster().client();
  }

  @Override
  public List<Workload> workloads() {
    var workloads = new ArrayList<Workload>();
    for (ComponentRecord component : room.record().components()) {
      workloads.addAll(of(component));
    }
    return workloads;
  }

  @Override
  public List<ScrapeTarget> targets() {
    InstallRecord record = room.record();
    if (record.components().isEmpty()) {
      return List.of();
    }
    List<Workload> workloads = workloads();
    var targets = new ArrayList<ScrapeTarget>();
    for (StoredStep step : steps(record.release())) {
      for (StoredStep.StoredCheck stored : step.health()) {
        if (stored.check() instanceof HealthCheck.Metrics(int port, String path)) {
          workloads.stream()
              .filter(workload -> workload.component().value().equals(step.component()))
              .map(workload -> new ScrapeTarget(workload, port, path))
              .filter(target -> !targets.contains(target))
              .forEach(targets::add);
        }
      }
    }
    return targets;
  }

  private List<Workload> of(ComponentRecord component) {
    var name = new ComponentName(component.name());
    return switch (component.kind()) {
      case KUBE ->
          List.of(new Workload(name, component.namespace(), Map.of(NAME, component.name())));
      case HELM -> helm(name, component);
      case TERRAFORM, IMAGE -> List.of();
    };
  }

  private List<Workload> helm(ComponentName name, ComponentRecord component) {
    var apps = cluster().apps();
    String namespace = component.namespace();
    var workloads = new ArrayList<Workload>();
    for (Deployment one : apps.deployments().inNamespace(namespace).list().getItems()) {
      workload(name, component, one, one.getSpec().getSelector()).ifPresent(workloads::add);
    }
    for (StatefulSet one : apps.statefulSets().inNamespace(namespace).list().getItems()) {
      workload(name, component, one, one.getSpec().getSelector()).ifPresent(workloads::add);
    }
    for (DaemonSet one : apps.daemonSets().inNamespace(namespace).list().getItems()) {
      workload(name, component, one, one.getSpec().getSelector()).ifPresent(workloads::add);
    }
    return workloads;
  }

  private static Optional<Workload> workload(
      ComponentName name, ComponentRecord component, HasMetadata object, LabelSelector selector) {
    Map<String, String> annotations =
        Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
    Map<String, String> labels = Optional.ofNullable(selector.getMatchLabels()).orElse(Map.of());
    return component.entry().equals(annotations.get(HELM_RELEASE)) && !labels.isEmpty()
        ? Optional.of(new Workload(name, component.namespace(), labels))
        : Optional.empty();
  }

  /// Steps of the plans that led to the release that runs.
  private List<StoredStep> steps(String release) {
    Path plans = room.folder().resolve("plans");
    if (!Files.isDirectory(plans)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(plans)) {
      return all.filter(plan -> Files.exists(plan.resolve("plan.json")))
          .map(StoredPlan::read)
          .filter(plan -> plan.release().equals(release))
          .flatMap(plan -> plan.steps().stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + plans, e);
    }
  }
}
