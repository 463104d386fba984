package io.bowline.runner.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.job.JobReport.ComponentHealth;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import io.bowline.model.release.ComponentName;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.runner.finding.ReadinessBoard;
import io.bowline.runner.hosted.cluster.TestCluster;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.simulator.Account;
import io.bowline.simulator.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whether a Kafka cluster could be created, as the runner of a fleet sees it.
@Timeout(120)
class ReadinessLookTest {
  @TempDir Path folder;

  private Account account;
  private Cluster cluster;
  private Optional<ComponentHealth> operator = health(true, "ready");

  @BeforeEach
  void start() {
    account = TestCluster.account(folder, 6);
    cluster = Cluster.open(account.kubeconfig());
  }

  @AfterEach
  void stop() {
    cluster.close();
    account.close();
  }

  private static Optional<ComponentHealth> health(boolean healthy, String reason) {
    return Optional.of(new ComponentHealth(new ComponentName("kafka-operator"), healthy, reason));
  }

  private ReadinessLook look() {
    return new ReadinessLook(
        () -> cluster,
        CapacityRules.USUAL,
        "kafka-operator",
        name -> operator.filter(found -> found.name().value().equals(name)));
  }

  private Check only(String name) {
    List<Check> found = look().look();
    assertThat(found)
        .extracting(Check::name)
        .containsExactly("storage-class", "capacity", "operator");
    assertThat(found)
        .filteredOn(check -> !check.name().equals(name))
        .allMatch(ReadinessLookTest::ok);
    return found.stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
  }

  private static boolean ok(Check check) {
    return check.result() == Result.OK;
  }

  @Test
  void aClusterWithVolumesRoomAndOperatorIsReadyAndNothingIsWritten() {
    assertThat(look().look()).allMatch(ReadinessLookTest::ok).hasSize(3);
    assertThat(account.requests().effects()).isEmpty();
  }

  @Test
  @Tag("K26.no-storage-not-healthy")
  void withoutADefaultStorageClassItIsNotReady() {
    cluster.client().storage().v1().storageClasses().delete();
    Check found = only("storage-class");
    assertThat(found.result()).isEqualTo(Result.FAILED);
    assertThat(found.detail()).contains("default");
  }

  @Test
  void withoutRoomForAUnitItIsNotReady() {
    List<ObjectNode> nodes = cluster.list("v1", "Node", "", Map.of());
    assertThat(nodes).hasSize(6);
    for (ObjectNode node : nodes.subList(0, 2)) {
      ObjectNode patch = Json.object();
      patch.putObject("spec").put("unschedulable", true);
      cluster.merge(ObjectKey.of(node), patch);
    }
    Check found = only("capacity");
    assertThat(found.result()).isEqualTo(Result.FAILED);
    assertThat(found.detail()).contains("no room for a Kafka unit");
  }

  @Test
  void withoutTheOperatorItIsNotReady() {
    operator = Optional.empty();
    assertThat(only("operator").detail()).contains("No release with the component kafka-operator");
    operator = health(false, "1 of 2 ready");
    assertThat(only("operator").detail()).contains("1 of 2 ready");
    assertThat(only("operator").result()).isEqualTo(Result.FAILED);
  }

  @Test
  void whatMayNotBeAskedIsNotReady() {
    account
        .faults()
        .add(
            Fault.on("GET", "/api(s/storage.k8s.io)?/v1/.*", new Fault.Effect.Fail(403, "no"), 50));
    assertThat(look().look())
        .filteredOn(check -> !check.name().equals("operator"))
        .noneMatch(ReadinessLookTest::ok);
  }

  @Test
  void itLooksAgainAndAgainUntilTheRunnerStops() throws Exception {
    var board = new ReadinessBoard();
    var watch = new ReadinessWatch(look(), board, Duration.ofMillis(1), true);
    watch.start();
    long seen = 0;
    for (int time = 0; time < 2; time++) {
      ReadinessBoard.Told told = board.after(seen, Duration.ofSeconds(60)).orElseThrow();
      assertThat(told.checks()).hasSize(3);
      seen = told.version();
    }
    watch.stop();
  }
}
