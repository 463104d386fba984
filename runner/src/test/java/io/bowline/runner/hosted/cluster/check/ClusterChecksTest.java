package io.bowline.runner.hosted.cluster.check;

import static io.bowline.runner.hosted.cluster.check.ScriptedCluster.node;
import static io.bowline.runner.hosted.cluster.check.ScriptedCluster.storageClass;
import static io.bowline.runner.hosted.cluster.check.ScriptedCluster.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.kubeconfig.ClusterCredential;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.runner.hosted.cluster.Right;
import io.bowline.runner.hosted.cluster.TestCluster;
import io.bowline.runner.hosted.cluster.bootstrap.RunnerObjects;
import io.bowline.simulator.Account;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterChecksTest {
  private static final List<String> NAMES =
      List.of(
          "reach",
          "sign-in",
          "version",
          "token-expiry",
          "permissions",
          "nodes",
          "capacity",
          "storage-class",
          "load-balancer",
          "ip-room");
  private static final List<Right> RIGHTS = RunnerObjects.rights("streaming");

  private ScriptedCluster script;

  @BeforeEach
  void start() throws IOException {
    script = new ScriptedCluster();
    nodes(6, "");
  }

  @AfterEach
  void stop() {
    script.close();
  }

  private void nodes(int count, String spec) {
    script.says(
        "/api/v1/nodes",
        200,
        "{'items': [%s]}"
            .formatted(
                IntStream.range(0, count)
                    .mapToObj(at -> node("n" + at, "z" + at % 3, true, spec))
                    .collect(Collectors.joining(","))));
  }

  private static List<Check> run(TestCluster cluster, ClusterAccess access, int units) {
    var wanted = new ClusterChecks.Wanted(units, CapacityRules.USUAL, RIGHTS);
    List<Check> found =
        new ClusterChecks(cluster.door(), Clock.systemUTC(), Duration.ofSeconds(60))
            .run(access, wanted);
    assertThat(found).extracting(Check::name).containsExactlyElementsOf(NAMES);
    return found;
  }

  private Check only(String name) {
    return only(name, 3);
  }

  private Check only(String name, int units) {
    TestCluster cluster = script.cluster();
    List<Check> found = run(cluster, cluster.access(), units);
    assertThat(ClusterChecks.inTheWay(found))
        .allMatch(check -> check.name().equals(name) || check.result() == Result.SKIPPED);
    return found.get(NAMES.indexOf(name));
  }

  @Test
  @Tag("K23b.reach")
  void aClusterThatIsFitPassesAll(@TempDir Path folder) {
    try (Account account = TestCluster.account(folder, 7)) {
      TestCluster cluster = TestCluster.of(account, folder);
      List<Check> found = run(cluster, cluster.access(), 6);
      assertThat(ClusterChecks.inTheWay(found)).isEmpty();
      assertThat(found)
          .filteredOn(check -> check.result() != Result.OK)
          .extracting(Check::name)
          .containsOnly("load-balancer");
      assertThat(account.requests().effects())
          .allMatch(asked -> asked.path().contains("selfsubjectaccessreviews"));
    }
  }

  @Test
  void whoCannotSignInIsAskedNothingMore() {
    script.says("/version", 401, "{}");
    TestCluster cluster = script.cluster();
    List<Check> found = run(cluster, cluster.access(), 1);
    assertThat(found.get(1).result()).isEqualTo(Result.FAILED);
    assertThat(found.get(1).detail()).contains("kubectl create token");
    assertThat(found.subList(4, 10)).extracting(Check::result).containsOnly(Result.SKIPPED);
  }

  @ParameterizedTest
  @Tag("K23b.version")
  @CsvSource({"1,26,FAILED", "1,27+,OK", "1,34,OK", "2,0,OK", "0,99,FAILED", "one,x,INCONCLUSIVE"})
  void theVersionHasToBeSupported(String major, String minor, Result result) {
    script.says("/version", 200, version(major, minor));
    Check check = only("version");
    assertThat(check.result()).isEqualTo(result);
    assertThat(check.detail()).endsWith(".");
  }

  @Test
  @Tag("K23b.permissions")
  void everyRightThatLacksIsNamed() {
    script.says(ScriptedCluster.REVIEWS, 201, "{'status': {'allowed': false}}");
    Check check = only("permissions");
    assertThat(check.result()).isEqualTo(Result.FAILED);
    assertThat(check.actions())
        .hasSameSizeAs(RIGHTS)
        .contains("create statefulsets.apps in streaming", "create namespaces");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'status': {'allowed': 'yes'}}", "[]", "null", "no json"})
  void aReviewThatSaysNothingIsNoYes(String said) {
    script.says(ScriptedCluster.REVIEWS, 201, said);
    assertThat(only("permissions").result()).isEqualTo(Result.INCONCLUSIVE);
  }

  @Test
  @Tag("K23b.nodes")
  void fewNodesAreAWarningAndNoneAFailure() {
    nodes(2, "");
    TestCluster cluster = script.cluster();
    Check two = run(cluster, cluster.access(), 1).get(5);
    assertThat(two.result()).isEqualTo(Result.OK);
    assertThat(two.detail()).startsWith("Warning: only 2 nodes");
    script.says("/api/v1/nodes", 200, "{'items': [%s]}".formatted(node("lost", "z", false, "")));
    Check none = run(cluster, cluster.access(), 1).get(5);
    assertThat(none.result()).isEqualTo(Result.FAILED);
    assertThat(none.actions()).containsExactly("lost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'unschedulable': true",
        "'taints': [{'key': 'a', 'effect': 'NoSchedule'}]",
        "'taints': [{'key': 'a', 'effect': 'NoExecute'}]"
      })
  void nodesThatKeepPodsAwayCarryNothing(String spec) {
    nodes(6, spec);
    TestCluster cluster = script.cluster();
    assertThat(run(cluster, cluster.access(), 1).subList(5, 7))
        .extracting(Check::result)
        .containsOnly(Result.FAILED);
  }

  @Test
  @Tag("K23b.capacity")
  void theNodesHaveToCarryTheUnits() {
    assertThat(only("capacity", 3).result()).isEqualTo(Result.OK);
    Check four = only("capacity", 4);
    assertThat(four.result()).isEqualTo(Result.FAILED);
    assertThat(four.detail()).contains("carry 3 Kafka units", "4 are wanted");
  }

  @Test
  @Tag("K23b.capacity")
  void whatRunsThereAlreadyTakesRoom() {
    assertThat(afterPods("Succeeded").result()).isEqualTo(Result.OK);
    assertThat(afterPods("Running").detail()).contains("carry 0 Kafka units");
  }

  /// Pods that ask for most of four nodes, the last of them in this phase.
  private Check afterPods(String last) {
    String asks = "{'resources': {'requests': {'cpu': '3', 'memory': '1Gi'}}}";
    String pod = "{'spec': {'nodeName': '%s', '%s': [%s]}, 'status': {'phase': '%s'}}";
    script.says(
        "/api/v1/pods",
        200,
        "{'items': [%s, %s, %s, %s]}"
            .formatted(
                pod.formatted("n2", "containers", asks, "Running"),
                pod.formatted("n3", "initContainers", asks, "Pending"),
                pod.formatted("n4", "containers", asks, "Running"),
                pod.formatted("n5", "containers", asks, last)));
    return only("capacity", 3);
  }

  @Test
  void podsThatMayNotBeListedLeaveTheRoomUnknown() {
    script.says("/api/v1/pods", 403, "{}");
    TestCluster cluster = script.cluster();
    List<Check> found = run(cluster, cluster.access(), 3);
    assertThat(ClusterChecks.inTheWay(found)).extracting(Check::name).containsExactly("capacity");
    assertThat(found.get(6).result()).isEqualTo(Result.INCONCLUSIVE);
    assertThat(found.get(9).result()).isEqualTo(Result.INCONCLUSIVE);
  }

  @ParameterizedTest
  @Tag("K23b.storage-class")
  @CsvSource({
    "ebs.csi.aws.com,true,OK",
    "ebs.csi.aws.com,false,FAILED",
    "kubernetes.io/no-provisioner,true,FAILED"
  })
  void aDefaultStorageClassIsNeeded(String provisioner, boolean isDefault, Result result) {
    script.says(
        ScriptedCluster.CLASSES,
        200,
        "{'items': [%s]}".formatted(storageClass("only", provisioner, isDefault)));
    assertThat(only("storage-class").result()).isEqualTo(result);
  }

  @Test
  @Tag("K23b.storage-class")
  void noStorageClassAtAllSaysWhatToDo() {
    script.says(ScriptedCluster.CLASSES, 200, "{'items': []}");
    assertThat(only("storage-class").detail()).contains("kubectl annotate storageclass");
  }

  @Test
  @Tag("K23b.load-balancer")
  void aLoadBalancerIsAHintOnly() {
    Check unknown = only("load-balancer");
    assertThat(unknown.result()).isEqualTo(Result.INCONCLUSIVE);
    nodes(6, "'providerID': 'aws:///eu-west-1a/i-1'");
    assertThat(only("load-balancer").result()).isEqualTo(Result.OK);
    nodes(6, "");
    script.says(
        "/api/v1/services",
        200,
        """
        {'items': [{'spec': {'type': 'LoadBalancer'},
          'status': {'loadBalancer': {'ingress': [{'ip': '203.0.113.9'}]}}}]}
        """);
    assertThat(only("load-balancer").result()).isEqualTo(Result.OK);
  }

  @Test
  @Tag("K23b.ip-hint")
  void littleRoomForPodsIsSaid() {
    assertThat(only("ip-room").detail()).contains("660 pods more");
    nodes(6, "");
    String pod = "{'spec': {}, 'status': {'phase': 'Running'}}";
    script.says(
        "/api/v1/pods",
        200,
        "{'items': [%s]}".formatted(String.join(",", java.util.Collections.nCopies(600, pod))));
    assertThat(only("ip-room").detail()).startsWith("Warning: the nodes take only 60 pods more");
  }

  @Test
  @Tag("K23b.token-expiry")
  void theEndOfTheCredentialIsLookedAt() {
    TestCluster cluster = script.cluster();
    Instant now = Instant.now();
    assertThat(expiry(cluster, Optional.empty()).detail()).startsWith("Warning");
    assertThat(expiry(cluster, Optional.of(now.minusSeconds(1))).result()).isEqualTo(Result.FAILED);
    assertThat(expiry(cluster, Optional.of(now.plusSeconds(60))).detail())
        .startsWith("Warning")
        .contains("too soon");
    assertThat(expiry(cluster, Optional.of(now.plus(Duration.ofDays(1)))).detail())
        .startsWith("The credential is good until");
    assertThat(expiry(cluster, Optional.of(now.plus(Duration.ofDays(365)))).detail())
        .startsWith("Warning");
  }

  private static Check expiry(TestCluster cluster, Optional<Instant> end) {
    ClusterAccess some = cluster.access();
    var access =
        new ClusterAccess(
            some.context(),
            some.server(),
            some.tlsServerName(),
            some.authorities(),
            new ClusterCredential.Token("a-token", end),
            some.namespace());
    return run(cluster, access, 1).get(3);
  }

  @Test
  void aListWithoutEndIsReadSoFar() {
    script.says(
        "/api/v1/nodes",
        200,
        "{'metadata': {'continue': 'more'}, 'items': [%s]}".formatted(node("n", "z", true, "")));
    TestCluster cluster = script.cluster();
    assertThat(run(cluster, cluster.access(), 1).get(5).detail()).contains("200 nodes");
  }

  @Test
  void aListThatWouldFillTheHeapIsNotTaken() {
    script.says("/api/v1/nodes", 200, "{'items': [%s]}".formatted("{},".repeat(400_000) + "{}"));
    TestCluster cluster = script.cluster();
    assertThat(run(cluster, cluster.access(), 1).get(5).result()).isEqualTo(Result.INCONCLUSIVE);
  }

  @Test
  void morePodsThanAreReadLeaveTheRoomUnknown() {
    script.says(
        "/api/v1/pods",
        200,
        "{'metadata': {'continue': 'more'}, 'items': [{'spec': {'nodeName': 'n1'}}]}");
    assertThat(only("capacity").result()).isEqualTo(Result.INCONCLUSIVE);
  }

  @Test
  void aNameWithoutEndIsCutShort() {
    script.says(
        "/api/v1/nodes",
        200,
        "{'items': [%s]}".formatted(node("<b>" + "n".repeat(1_000_000), "z", false, "")));
    TestCluster cluster = script.cluster();
    assertThat(run(cluster, cluster.access(), 1).get(5).actions().getFirst())
        .hasSize(253)
        .startsWith("?b?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e99", "-4", "999999999999999999P", "four", "1e999999999", "0x10", "NaN"})
  void anAmountThatNoMachineHasCountsForNothing(String amount) {
    script.says(
        "/api/v1/nodes",
        200,
        "{'items': [%s]}".formatted(node("n", "z", true, "").replace("3920m", amount)));
    TestCluster cluster = script.cluster();
    assertThat(run(cluster, cluster.access(), 1).get(6).result()).isEqualTo(Result.FAILED);
  }
}
