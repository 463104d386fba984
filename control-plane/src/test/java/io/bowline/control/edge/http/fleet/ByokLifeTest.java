package io.bowline.control.edge.http.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.grant.ClusterGrant;
import io.bowline.cloud.grant.ClusterWay;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.job.Leased;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.model.probe.Check;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The life of a fleet on a cluster that is brought, from the upload to its end, with a hosted
/// runner that says what a test wants.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class ByokLifeTest extends ByokStage {
  @Test
  void anUploadIsCheckedAndBootstrappedAndDestroyedWhenTheRunnerEnrolls() throws IOException {
    lend();
    assertThat(status()).isEqualTo("Provisioning");
    assertThat(reason()).contains("looks at the cluster", "waits for one");
    Leased check = begun("check-cluster");
    assertThat(kubeconfig().path("job").asText()).isEqualTo(check.job().toString());
    ClusterGrant looking = granted(check).orElseThrow();
    jobs.progress(
        hosted,
        check.job(),
        check.lease().epoch(),
        List.of(
            new StepEvent(1, "reach", StepEvent.State.SUCCEEDED, "It answers.", Instant.now())));
    assertThat(shown("jobs/" + check.job(), "/steps/0/step"))
        .as("progress is seen while it goes on")
        .isEqualTo("reach");
    assertThat(((ClusterWay.Lent) looking.way()).kubeconfig()).contains("t-canary");
    assertThat(looking.namespace()).isEqualTo("streams");
    assertThat(looking.units()).isEqualTo(40);
    assertThat(looking.runner()).isEmpty();
    ended(check, new Outcome.Done(), new JobReport.ClusterChecked(FIT));
    assertThat(granted(check)).as("a job that is not the fleet's newest").isEmpty();
    assertThat(kubeconfig().at("/checks/0/name").asText()).isEqualTo("reach");
    assertThat(reason()).contains("The cluster is fit");
    String install = now().at("/metadata/install").asText();
    assertThat(shown("installs/" + install, "/name")).isEqualTo("fleet-calm-river");

    Leased bootstrap = begun("bootstrap-cluster");
    ClusterGrant putting = granted(bootstrap).orElseThrow();
    assertThat(putting.runner().orElseThrow().image())
        .isEqualTo("registry.example.com/bowline/runner:1");
    assertThat(putting.runner().orElseThrow().policy()).isEqualTo("mode: signed\n");
    ended(
        bootstrap,
        new Outcome.Done(),
        new JobReport.ClusterBootstrapped(FIT, List.of("Namespace streams")));
    assertThat(reason()).contains("has an hour to enroll");

    TestRunner _ = enroll(putting);
    assertThat(status()).isEqualTo("Provisioning");
    assertThat(reason()).contains("has enrolled, and the kubeconfig is destroyed");
    assertThat(kubeconfig().path("status").asText()).isEqualTo("destroyed");
    assertThat(granted(bootstrap)).as("it was used").isEmpty();
    assertThat(TestDatabase.dump("lent_kubeconfig")).doesNotContain("t-canary");
  }

  @Test
  @Tag("K2.healthy-without-provider")
  @Tag("K26.no-storage-not-healthy")
  void whatItsRunnerTellsIsTheFleetsStatusAndSilenceIsNotHealth() throws IOException {
    TestRunner runner = enrolled();
    Check storage = Check.ok("storage-class", "gp3 is the default.");
    readiness.told(runner.identity(), List.of(storage));
    assertThat(status()).isEqualTo("Healthy");
    Check none = Check.failed("storage-class", "None is the default. Mark one.");
    readiness.told(runner.identity(), List.of(none, Check.ok("capacity", "Room.")));
    assertThat(status()).isEqualTo("Unhealthy");
    assertThat(reason()).isEqualTo("storage-class: None is the default. Mark one.");
    readiness.told(runner.identity(), List.of(storage));
    ready.sweep();
    assertThat(status()).isEqualTo("Healthy");
    TestDatabase.execute(org, "update readiness set told_at = now() - interval '3 min'");
    ready.sweep();
    assertThat(status()).isEqualTo("Unhealthy");
    assertThat(reason()).contains("has told nothing since");
    readiness.told(runner.identity(), List.of(storage));
    assertThat(status()).isEqualTo("Healthy");
  }

  @Test
  void aFleetThatItsOwnClustersFillIsWell() throws IOException {
    TestRunner runner = enrolled();
    List<Check> full = List.of(Check.failed("capacity", "No room for one unit."));
    readiness.told(runner.identity(), full);
    assertThat(status()).isEqualTo("Unhealthy");
    TestDatabase.execute(org, "update fleet set tenants = 1, kafka_units = max_kafka_units");
    readiness.told(runner.identity(), full);
    assertThat(status()).isEqualTo("Healthy");
  }

  @Test
  void aRunnerThatTellsWhileItIsRepairedDoesNotEndTheRepair() throws IOException {
    TestRunner runner = enrolled();
    readiness.told(runner.identity(), List.of(Check.failed("operator", "It is not there.")));
    assertThat(status()).isEqualTo("Unhealthy");
    lend();
    readiness.told(runner.identity(), List.of(Check.ok("operator", "It is there.")));
    assertThat(status()).isEqualTo("Provisioning");
    done("check-cluster", new JobReport.ClusterChecked(FIT));
    installs.heard(org, runner.identity().install());
    Leased bootstrap = begun("bootstrap-cluster");
    assertThat(granted(bootstrap).orElseThrow().runner().orElseThrow().enrollment())
        .as("a runner that is at work needs no token")
        .isEmpty();
    ended(bootstrap, new Outcome.Done(), new JobReport.ClusterBootstrapped(FIT, List.of()));
    assertThat(sealed()).isFalse();
    readiness.told(runner.identity(), List.of(Check.ok("operator", "It is there.")));
    assertThat(status()).isEqualTo("Healthy");
  }

  @Test
  @Tag("K23.live-check")
  void aFailedCheckIsNamedAndIsTriedAgainFromThere() {
    lend();
    Check bad = Check.failed("storage-class", "None is the default. Mark one.");
    done("check-cluster", new JobReport.ClusterChecked(List.of(FIT.getFirst(), bad)));
    assertThat(status()).isEqualTo("Error");
    assertThat(reason()).isEqualTo("storage-class: None is the default. Mark one.");
    assertThat(kubeconfig().at("/checks/1/result").asText()).isEqualTo("failed");
    assertThat(kubeconfig().path("status").asText()).isEqualTo("lent");
    assertThat(staff.post(fleet + "retry", "").body().path("status").asText())
        .isEqualTo("Provisioning");
    done("check-cluster", new JobReport.ClusterChecked(FIT));
    ended(
        begun("bootstrap-cluster"),
        new Outcome.Failed(new Failure("cluster-refused", "Secret x is somebody else's.", false)),
        new JobReport.ClusterBootstrapped(FIT, List.of()));
    assertThat(status()).isEqualTo("Error");
    assertThat(reason()).isEqualTo("Secret x is somebody else's.");
    // another kubeconfig repairs it as well
    lend();
    assertThat(kubeconfig().path("revision").asInt()).isEqualTo(2);
    done("check-cluster", new JobReport.ClusterChecked(FIT));
    begun("bootstrap-cluster");
  }

  @Test
  void aRunnerThatDoesNotEnrollInTimeIsSaidToHaveNot() {
    lend();
    done("check-cluster", new JobReport.ClusterChecked(FIT));
    done("bootstrap-cluster", new JobReport.ClusterBootstrapped(FIT, List.of()));
    kubeconfigs.sweep();
    assertThat(status()).isEqualTo("Provisioning");
    TestDatabase.execute(org, "update lent_kubeconfig set enroll_by = now() - interval '1 s'");
    kubeconfigs.sweep();
    assertThat(status()).isEqualTo("Error");
    assertThat(reason()).contains("did not enroll within an hour");
    assertThat(staff.post(fleet + "retry", "").body().path("status").asText())
        .isEqualTo("Provisioning");
    begun("check-cluster");
  }

  @Test
  void withTheKubeconfigStillThereEverythingIsTakenOutAndTheFleetIsGone() {
    lend();
    done("check-cluster", new JobReport.ClusterChecked(FIT));
    done("bootstrap-cluster", new JobReport.ClusterBootstrapped(FIT, List.of()));
    Answer deleting = staff.delete(fleet);
    assertThat(deleting.status()).isEqualTo(202);
    Leased remove = begun("remove-cluster");
    assertThat(granted(remove).orElseThrow().runner()).isEmpty();
    ended(
        remove,
        new Outcome.Failed(new Failure("cluster-refused", "The API does not answer.", false)),
        new JobReport.Nothing());
    assertThat(status()).isEqualTo("DeleteFailed");
    assertThat(reason()).isEqualTo("The API does not answer.");
    staff.post(fleet + "retry", "");
    done("remove-cluster", new JobReport.Uninstalled(List.of()));
    assertThat(staff.get(fleet).status()).isEqualTo(404);
    assertThat(sealed()).isFalse();
  }

  @Test
  void withoutTheKubeconfigItIsSaidWhatStaysAndAnotherOneEndsIt() throws IOException {
    TestRunner _ = enrolled();
    assertThat(staff.delete(fleet).status()).isEqualTo(202);
    assertThat(status()).isEqualTo("DeleteFailed");
    assertThat(reason()).contains("namespace streams", "Upload one again");
    lend();
    assertThat(status()).isEqualTo("Deleting");
    done("remove-cluster", new JobReport.Uninstalled(List.of("Namespace streams")));
    assertThat(staff.get(fleet).status()).isEqualTo(404);
  }

  @Test
  void aFleetWhoseClusterIsLostIsForgottenAndItsRunnerTurnedAway() throws IOException {
    enrolled();
    String install = now().at("/metadata/install").asText();
    Answer early = staff.delete(fleet + "?forget=true");
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.raw().body()).contains("Only one whose deletion failed is forgotten");
    assertThat(staff.delete(fleet).status()).isEqualTo(202);
    assertThat(status()).isEqualTo("DeleteFailed");
    assertThat(staff.delete(fleet + "?forget=true").status()).isEqualTo(204);
    assertThat(staff.get(fleet).status()).isEqualTo(404);
    JsonNode runners =
        staff.get("/api/v1/organizations/" + org + "/installs/" + install + "/runners").body();
    assertThat(runners.at("/items/0/revokedBecause").asText() + runners.at("/items/0"))
        .contains("its fleet is gone");
    assertThat(staff.get("/api/v1/organizations/" + org + "/audit?limit=20").raw().body())
        .contains("fleet.forget");
  }

  @Test
  void whatIsDeletedWhileItIsLookedAtEndsWithThatJob() {
    lend();
    Leased check = begun("check-cluster");
    assertThat(staff.delete(fleet).status()).isEqualTo(202);
    assertThat(reason()).contains("is told to stop");
    ended(check, new Outcome.Stopped("the fleet is deleted"), new JobReport.Nothing());
    assertThat(staff.get(fleet).status()).isEqualTo(404);
  }

  @Test
  void ofManyUploadsAtOnceOneIsTakenAndOneJobLooks() throws Exception {
    String body = JSON.createObjectNode().put("kubeconfig", KUBECONFIG).toString();
    List<Integer> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> uploads =
          Collections.nCopies(8, () -> staff.post(fleet + "kubeconfig", body).status());
      answers = threads.invokeAll(uploads).stream().map(Future::resultNow).toList();
    }
    assertThat(answers).containsOnlyOnce(200).containsOnly(200, 409);
    assertThat(kubeconfig().path("revision").asInt()).isEqualTo(1);
    begun("check-cluster");
  }
}
