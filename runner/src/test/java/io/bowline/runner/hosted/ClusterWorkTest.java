package io.bowline.runner.hosted;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.bowline.cloud.grant.ClusterGrant;
import io.bowline.cloud.grant.ClusterGrant.RunnerGrant;
import io.bowline.model.job.Failure;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import io.bowline.runner.hosted.cluster.TestCluster;
import io.bowline.runner.hosted.cluster.check.ClusterChecks;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.simulator.Account;
import io.bowline.simulator.fault.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The jobs on a cluster that somebody brings, as the runner on the vendor's side does them.
@Timeout(120)
class ClusterWorkTest {
  private static final String CANARY = "canary-of-an-enrollment-token-0123456789";

  @TempDir Path folder;

  private Account account;
  private TestCluster cluster;
  private ClusterWork work;
  private final GrantedJob job = new GrantedJob("streaming");

  @BeforeEach
  void start() throws Exception {
    account = TestCluster.account(Files.createDirectory(folder.resolve("account")), 7);
    cluster = TestCluster.of(account, folder.resolve("account"));
    work = new ClusterWork(cluster.door(), Clock.systemUTC(), Duration.ofSeconds(20));
    job.grant = grant(6);
  }

  @AfterEach
  void stop() {
    account.close();
  }

  private ClusterGrant grant(int units) {
    return job.grant(
        cluster.access().reveal(),
        units,
        Optional.of(
            new RunnerGrant(
                "registry.example.com/bowline/runner:1",
                "bowline.runner.room=4\n",
                "{}",
                "mode: auto\n",
                Optional.of("{\"token\": \"" + CANARY + "\"}"))));
  }

  private long writes() {
    return account.requests().effects().stream()
        .filter(asked ->
            !asked.path().contains("selfsubjectaccessreviews") && !asked.path().contains("dryRun"))
        .count();
  }

  @Test
  @Tag("K23.live-check")
  void aClusterIsLookedAtCheckByCheckAndNothingIsWritten() throws Exception {
    JobEnd end = job.run(FleetErrand.CHECK_CLUSTER, work::check);
    List<Check> checks = checked(end);
    assertThat(ClusterChecks.inTheWay(checks)).isEmpty();
    assertThat(writes()).isZero();
    for (Check check : checks) {
      assertThat(job.said).filteredOn(line -> line.startsWith(check.name() + " ")).hasSize(1);
    }
    assertThat(job.said).contains("storage-class SUCCEEDED There is a default storage class.");
  }

  private static List<Check> checked(JobEnd end) {
    assertThat(end.outcome()).isEqualTo(new Outcome.Done());
    return ((JobReport.ClusterChecked) end.report()).checks();
  }

  @Test
  void aClusterThatIsNotFitIsAReportAndNoFailureOfTheJob() throws Exception {
    job.grant = grant(500);
    List<Check> checks = checked(job.run(FleetErrand.CHECK_CLUSTER, work::check));
    assertThat(ClusterChecks.inTheWay(checks)).extracting(Check::name).containsOnly("capacity");
    assertThat(job.said).anyMatch(line -> line.startsWith("capacity FAILED The nodes carry"));
  }

  @Test
  void aCredentialThatEndedMeanwhileIsSaidAndNobodyIsDialled() throws Exception {
    String claims = Base64.getUrlEncoder().encodeToString("{\"exp\": 1}".getBytes(ISO_8859_1));
    String kubeconfig =
        cluster.access().reveal().replace(account.token(), "e30." + claims + ".e30");
    job.grant = job.grant(kubeconfig, 6, grant(6).runner());
    List<Check> checks = checked(job.run(FleetErrand.CHECK_CLUSTER, work::check));
    assertThat(checks)
        .filteredOn(check -> check.result() == Result.FAILED)
        .singleElement()
        .satisfies(check -> {
          assertThat(check.name()).isEqualTo("token-expiry");
          assertThat(check.detail()).contains("Upload it again");
        });
    assertThat(failure(job.run(FleetErrand.REMOVE_CLUSTER, work::remove)).message())
        .contains("Upload it again");
    assertThat(cluster.dialled).isEmpty();
  }

  @Test
  @Tag("K24.objects-exist")
  @Tag("K24.repeat-changes-nothing")
  void aRunnerIsPutThereAndARepeatWritesNothing() throws Exception {
    JobReport.ClusterBootstrapped first = bootstrapped();
    assertThat(first.changed()).hasSize(10);
    assertThat(job.said).contains("StatefulSet streaming/bowline-runner SUCCEEDED ");
    JobReport.ClusterBootstrapped again = bootstrapped();
    assertThat(again.changed()).isEmpty();
    assertThat(ClusterChecks.inTheWay(again.checks())).isEmpty();
  }

  private JobReport.ClusterBootstrapped bootstrapped() throws Exception {
    JobEnd end = job.run(FleetErrand.BOOTSTRAP_CLUSTER, work::bootstrap);
    assertThat(end.outcome()).isEqualTo(new Outcome.Done());
    return (JobReport.ClusterBootstrapped) end.report();
  }

  @Test
  void aClusterThatIsNotFitGetsNoRunner() throws Exception {
    job.grant = grant(500);
    JobEnd end = job.run(FleetErrand.BOOTSTRAP_CLUSTER, work::bootstrap);
    assertThat(failure(end).reason()).isEqualTo("cluster-unfit");
    assertThat(failure(end).message()).startsWith("capacity: The nodes carry");
    assertThat(end.report())
        .asInstanceOf(type(JobReport.ClusterBootstrapped.class))
        .satisfies(report -> {
          assertThat(report.checks()).hasSize(10);
          assertThat(report.changed()).isEmpty();
        });
    assertThat(writes()).isZero();
  }

  private static Failure failure(JobEnd end) {
    assertThat(end.outcome()).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) end.outcome()).failure();
  }

  @Test
  @Tag("K5.removal-leaves-rest")
  void whatWasPutThereIsTakenOutAndARepeatFindsNothing() throws Exception {
    JobReport.ClusterBootstrapped _ = bootstrapped();
    for (int time = 0; time < 2; time++) {
      JobEnd end = job.run(FleetErrand.REMOVE_CLUSTER, work::remove);
      assertThat(end).isEqualTo(JobEnd.done(new JobReport.Uninstalled(List.of())));
    }
    assertThat(account.find("namespaces", "", "streaming")).isEmpty();
  }

  @Test
  void aJobThatIsToStopEndsBetweenTwoObjectsAndTheNextOneGoesOn() throws Exception {
    var cancellation = new Cancellation();
    job.listener =
        line -> {
          if (line.startsWith("ServiceAccount ")) {
            cancellation.ask("not wanted");
          }
        };
    JobEnd end = job.run(FleetErrand.BOOTSTRAP_CLUSTER, work::bootstrap, cancellation);
    assertThat(end.outcome()).isEqualTo(new Outcome.Stopped("not wanted"));
    assertThat(account.find("statefulsets.apps", "streaming", "bowline-runner")).isEmpty();
    job.listener = _ -> {};
    assertThat(bootstrapped().changed()).hasSize(7);
  }

  @Test
  void aClusterThatBreaksOffMidwayIsSaidWithWhatWasWritten() throws Exception {
    account
        .faults()
        .add(
            Fault.on(
                "PATCH", ".*/rolebindings/bowline-runner", new Fault.Effect.Fail(503, "busy"), 1));
    JobEnd end = job.run(FleetErrand.BOOTSTRAP_CLUSTER, work::bootstrap);
    assertThat(failure(end).reason()).isEqualTo("cluster-unfinished");
    assertThat(failure(end).message()).contains("RoleBinding streaming/bowline-runner", "503");
    assertThat(((JobReport.ClusterBootstrapped) end.report()).changed()).hasSize(8);
    assertThat(bootstrapped().changed()).hasSize(2);
  }

  @Test
  void aTokenThatEndsMidwayIsSaidAndAnotherOneGoesOnFromThere() throws Exception {
    account
        .faults()
        .add(
            Fault.on(
                "PATCH", ".*/rolebindings/bowline-runner", new Fault.Effect.Fail(401, "over"), 9));
    JobEnd end = job.run(FleetErrand.BOOTSTRAP_CLUSTER, work::bootstrap);
    assertThat(failure(end).reason()).isEqualTo("cluster-unfinished");
    assertThat(failure(end).message())
        .contains("RoleBinding streaming/bowline-runner", "does not know the credential any more");
    assertThat(((JobReport.ClusterBootstrapped) end.report()).changed()).hasSize(8);
    account.faults().clear();
    assertThat(bootstrapped().changed()).hasSize(2);
  }

  @Test
  void aNamespaceOfTheClustersOwnIsRefused() throws Exception {
    ClusterGrant grant = grant(6);
    job.grant =
        new ClusterGrant(
            grant.fleet(), grant.way(), "kube-system", 6, grant.rules(), grant.runner());
    JobEnd end = job.run(FleetErrand.BOOTSTRAP_CLUSTER, work::bootstrap);
    assertThat(failure(end).message()).contains("kube-system", "choose another");
    assertThat(writes()).isZero();
  }

  @Test
  void aRunnerThatDiesMidwayGoesOnAfterItsRestartAndKeepsNoSecret() throws Exception {
    var midway = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    Path state = Files.createDirectory(folder.resolve("state"));
    try (var first =
        job.process(
            state,
            FleetErrand.BOOTSTRAP_CLUSTER,
            (assignment, credential, progress, cancellation, steps) ->
                work.bootstrap(
                    assignment,
                    credential,
                    (step, at, message) -> {
                      progress.say(step, at, message);
                      if (step.startsWith("Role ")) {
                        midway.countDown();
                        GrantedJob.await(never);
                      }
                    },
                    cancellation,
                    steps))) {
      first.offer();
      midway.await();
    }
    assertThat(account.find("roles.rbac.authorization.k8s.io", "streaming", "bowline-runner"))
        .isPresent();
    assertThat(account.find("statefulsets.apps", "streaming", "bowline-runner")).isEmpty();
    try (var second = job.process(state, FleetErrand.BOOTSTRAP_CLUSTER, work::bootstrap)) {
      var result = second.result();
      assertThat(result.outcome()).isEqualTo(new Outcome.Done());
      assertThat(((JobReport.ClusterBootstrapped) result.report()).changed()).hasSize(2);
    }
    assertThat(account.find("statefulsets.apps", "streaming", "bowline-runner")).isPresent();
    assertThat(everyFile(state)).isNotEmpty().doesNotContain(CANARY, account.token());
  }

  private static String everyFile(Path folder) throws Exception {
    var all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        all.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return all.toString();
  }
}
