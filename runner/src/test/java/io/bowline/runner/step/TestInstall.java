package io.bowline.runner.step;

import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.HealthCheck;
import io.bowline.runner.step.kube.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A namespace of its own on whichever cluster a test runs against, gone when closed.
public final class TestInstall implements AutoCloseable {
  private final Path folder;
  private final Cluster cluster;
  private final String namespace;
  private final ClusterState state;
  private int steps;

  public TestInstall(Path kubeconfig, Path folder) {
    this.folder = folder;
    cluster = Cluster.open(kubeconfig);
    state = new ClusterState(cluster);
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
    return state.of(namespace);
  }

  @Override
  public void close() {
    cluster.client().namespaces().withName(namespace).withGracePeriod(0).delete();
    cluster.close();
  }
}
