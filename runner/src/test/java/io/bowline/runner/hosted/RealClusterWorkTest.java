package io.bowline.runner.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.grant.ClusterGrant;
import io.bowline.cloud.grant.ClusterGrant.RunnerGrant;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import io.bowline.runner.hosted.cluster.RealCluster;
import io.bowline.runner.hosted.cluster.check.ClusterChecks;
import io.bowline.runner.step.Json;
import io.bowline.runner.work.JobEnd;
import io.bowline.testkit.RequiresPart;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The same jobs on a cluster with a real API server, whatever else lives there.
@Tag("real")
@RequiresPart("kubeconfig")
@Timeout(300)
class RealClusterWorkTest {
  private static final String CLASSES = "/apis/storage.k8s.io/v1/storageclasses";

  /// A cluster for tests has fewer nodes than a unit needs for its three copies.
  private static final int NO_UNITS = 0;

  private final String id = "byok-work-" + UUID.randomUUID().toString().substring(0, 8);
  private final GrantedJob job = new GrantedJob(id);
  private final ClusterWork work =
      new ClusterWork(RealCluster.door(), Clock.systemUTC(), Duration.ofSeconds(60));
  private ClusterCalls admin;

  @BeforeEach
  void enter() throws Exception {
    admin = RealCluster.door().open(RealCluster.access());
    String storage =
        """
        {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": "example.com/x",
         "metadata": {"name": "%s",
           "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}}
        """
            .formatted(id);
    assertThat(admin.post(CLASSES, Json.tree(storage)).status()).isEqualTo(201);
    job.grant =
        new ClusterGrant(
            job.fleet,
            RealCluster.access().reveal(),
            id,
            NO_UNITS,
            CapacityRules.USUAL,
            Optional.of(
                new RunnerGrant(
                    "registry.example.com/bowline/runner:1",
                    "",
                    "{}",
                    "mode: auto\n",
                    Optional.of("{}"))));
  }

  @AfterEach
  void leave() throws Exception {
    try {
      JobEnd _ = job.run(FleetErrand.REMOVE_CLUSTER, work::remove);
      admin.delete(CLASSES + "/" + id, Json.object());
    } finally {
      admin.close();
    }
  }

  @Test
  @Tag("K23.live-check")
  @Tag("K24.objects-exist")
  @Tag("K24.repeat-changes-nothing")
  void aClusterIsLookedAtGetsARunnerAndIsRidOfIt() throws Exception {
    JobEnd looked = job.run(FleetErrand.CHECK_CLUSTER, work::check);
    var checks = ((JobReport.ClusterChecked) looked.report()).checks();
    assertThat(ClusterChecks.inTheWay(checks)).isEmpty();
    assertThat(changed()).hasSize(10);
    assertThat(changed()).isEmpty();
    assertThat(job.run(FleetErrand.REMOVE_CLUSTER, work::remove))
        .isEqualTo(JobEnd.done(new JobReport.Uninstalled(List.of())));
    assertThat(admin.get("/api/v1/namespaces/" + id).missing()).isTrue();
  }

  private List<String> changed() throws Exception {
    JobEnd end = job.run(FleetErrand.BOOTSTRAP_CLUSTER, work::bootstrap);
    assertThat(end.outcome()).isEqualTo(new Outcome.Done());
    return ((JobReport.ClusterBootstrapped) end.report()).changed();
  }
}
