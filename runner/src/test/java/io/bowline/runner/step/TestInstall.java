package io.bowline.runner.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.HealthCheck;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.Observed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A namespace of its own on whichever cluster a test runs against, gone when closed.
public final class TestInstall implements AutoCloseable {
  /// Kinds whose state a return has to bring back.
  private static final Map<String, String> COMPARED =
      Map.of(
          "Deployment", "apps/v1",
          "StatefulSet", "apps/v1",
          "Service", "v1",
          "ConfigMap", "v1",
          "Secret", "v1",
          "ServiceAccount", "v1",
          "Job", "batch/v1");

  private final Path folder;
  private final Cluster cluster;
  private final String namespace;
  private int steps;

  public TestInstall(Path kubeconfig, Path folder) {
    this.folder = folder;
    cluster = Cluster.open(kubeconfig);
    namespace = "steps-" + Long.toString(System.nanoTime(), 36);
    cluster.ensureNamespace(namespace);
  }

  public Cluster cluster() {
    return cluster;
  }

  public String namespace() {
    return namespace;
  }

  /// A new folder to freeze a step's bytes into.
  public Path frozen() throws IOException {
    Path step = folder.resolve("step-" + ++steps);
    Files.createDirectories(step.resolve("work"));
    return Files.createDirectory(step.resolve("frozen"));
  }

  /// The step that a draft became.
  public FrozenStep step(StepKind kind, Draft draft, Path frozen, Duration timeout) {
    var planned =
        new PlannedStep(
            "c",
            new ComponentName("c"),
            kind,
            draft.action(),
            Set.of(),
            FrozenTree.digest(frozen),
            draft.precondition(),
            draft.diff());
    return new FrozenStep(
        planned,
        timeout,
        List.of(new HealthCheck.WorkloadsReady(Duration.ZERO)),
        true,
        frozen,
        frozen.resolveSibling("work"));
  }

  /// Every object that people or releases decide, as a return has to leave it.
  public Map<String, String> state() {
    var state = new TreeMap<String, String>();
    COMPARED.forEach((kind, version) -> {
      for (ObjectNode object : cluster.list(version, kind, namespace, Map.of())) {
        if (!isRecord(object)) {
          ObjectNode kept = Observed.withoutVolatile(object);
          state.put(
              kind + "/" + object.path("metadata").path("name").asText(),
              new String(Json.canonical(kept), StandardCharsets.UTF_8));
        }
      }
    });
    return state;
  }

  /// Helm's, Terraform's and our own records; hooks, which run anew with every revision, are
  /// Helm's.
  private static boolean isRecord(ObjectNode object) {
    String type = object.path("type").asText();
    return type.equals("helm.sh/release.v1")
        || type.equals("bowline.io/inventory")
        || object.path("metadata").path("name").asText().startsWith("tfstate-")
        || object.path("metadata").path("annotations").has("helm.sh/hook");
  }

  @Override
  public void close() {
    cluster.client().namespaces().withName(namespace).withGracePeriod(0).delete();
    cluster.close();
  }
}
