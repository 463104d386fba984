package io.bowline.runner.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.FromRunner;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import io.bowline.runner.hosted.cluster.RealCluster;
import io.bowline.runner.hosted.cluster.bootstrap.Bootstrap;
import io.bowline.runner.hosted.cluster.bootstrap.Done;
import io.bowline.runner.hosted.cluster.bootstrap.Removal;
import io.bowline.runner.hosted.cluster.bootstrap.RunnerTerms;
import io.bowline.runner.step.Json;
import io.bowline.testkit.RequiresPart;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The runner's image as a pod of the cluster that `e2e/cluster/up.sh` starts, where this machine
/// is the node. `BOWLINE_E2E_RUNNER_IMAGE` names the image, as `./bowline image` has pushed it.
@Tag("real")
@RequiresPart({"kubeconfig", "runner-image"})
@Timeout(300)
class RealRunnerPodTest {
  private static final String CLASSES = "/apis/storage.k8s.io/v1/storageclasses";
  private static final String VOLUMES = "/api/v1/persistentvolumes";

  private final String id = "byok-pod-" + UUID.randomUUID().toString().substring(0, 8);
  private ClusterCalls calls;

  @TempDir private Path folder;

  @BeforeEach
  void enter() throws Exception {
    calls = RealCluster.door().open(RealCluster.access());
    // the volume's folder is the pod's user's, who is nobody here
    for (Path open = folder; open.startsWith("/tmp/"); open = open.getParent()) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    made(
        CLASSES,
        """
        {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": "example.com/x",
         "metadata": {"name": "%s",
           "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}}
        """
            .formatted(id));
    made(
        VOLUMES,
        """
        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "%1$s"},
         "spec": {"capacity": {"storage": "2Gi"}, "accessModes": ["ReadWriteOnce"],
           "storageClassName": "%1$s", "hostPath": {"path": "%2$s"},
           "claimRef": {"namespace": "%1$s", "name": "state-bowline-runner-0"}}}
        """
            .formatted(id, folder));
  }

  private static String image() {
    return System.getenv("BOWLINE_E2E_RUNNER_IMAGE");
  }

  private void made(String path, String json) throws Exception {
    assertThat(calls.post(path, Json.tree(json)).status()).isEqualTo(201);
  }

  @AfterEach
  void leave() throws Exception {
    if (calls != null) {
      new Removal(calls).run(terms(Optional.empty()));
      calls.delete(VOLUMES + "/" + id, Json.object());
      calls.delete(CLASSES + "/" + id, Json.object());
      calls.close();
    }
  }

  private RunnerTerms terms(Optional<String> enrollment) {
    return new RunnerTerms(
        id,
        id,
        String.valueOf(image()),
        "bowline.fleet.id=%s\nbowline.fleet.probe-every=1s\n".formatted(id),
        "{}",
        "mode: auto\n",
        enrollment);
  }

  @Test
  @Tag("K24.runner-enrolls")
  void aRunnerThatWasPutThereStartsEnrollsAndTellsWhatIsMissing() throws Exception {
    InetAddress here = InetAddress.getByName(RealCluster.access().server().getHost());
    Clock clock = Clock.systemUTC();
    try (var control = TestControl.at(here, clock)) {
      String bootstrap = Files.readString(control.bootstrap(folder), UTF_8);
      assertThat(new Bootstrap(calls).run(terms(Optional.of(bootstrap))))
          .isInstanceOf(Done.Whole.class);
      TestControl.Stream stream = control.welcomed();
      assertThat(((Enrollment.Enroll) control.calls.take()).token()).isEqualTo("bwle_test");
      List<Check> checks = stream.await(FromRunner.Readiness.class).checks();
      assertThat(checks)
          .extracting(Check::name)
          .containsExactly("storage-class", "capacity", "operator");
      assertThat(checks.getFirst().result()).isEqualTo(Result.OK);
      assertThat(checks.getLast().detail())
          .contains("No release with the component kafka-operator");
    }
  }
}
