package io.bowline.control.edge.http.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.grant.ClusterGrant;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.catalog.Promotion;
import io.bowline.control.catalog.Publication;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.job.Leased;
import io.bowline.control.offer.Offers;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Event.Accept;
import io.bowline.model.job.Event.Finish;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.probe.Check;
import io.bowline.model.release.Release;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a fleet's runner installs: from where, the first release, and its end.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class ByokReleaseTest extends ByokStage {
  @Test
  void theReleaseThatIsOfferedComesByItselfAndTheFleetIsBeingMadeUntilThen() throws IOException {
    Digest release = offered();
    TestRunner runner = enrolled();
    String install = now().at("/metadata/install").asText();
    assertThat(shown("installs/" + install + "/plans", "/items/0/release"))
        .isEqualTo(release.toString());
    List<Check> noOperator = List.of(Check.failed("operator", "No release. Install one."));
    readiness.told(runner.identity(), noOperator);
    assertThat(status()).isEqualTo("Provisioning");
    assertThat(reason()).contains("first release comes: plan ", " is being made");
    Check none = Check.failed("storage-class", "None is the default. Mark one.");
    readiness.told(runner.identity(), List.of(none, noOperator.getFirst()));
    assertThat(status()).as("no release brings a storage class").isEqualTo("Unhealthy");
    readiness.told(runner.identity(), noOperator);
    assertThat(status()).as("what was made once is not made again").isEqualTo("Unhealthy");
  }

  /// A release of what fleets run, to which the usual channel points.
  private Digest offered() {
    String version = "1.0." + System.nanoTime();
    Digest digest = Digest.of(version.getBytes(StandardCharsets.UTF_8));
    String product = "bowline/kafka";
    var document =
        new Release(product, version, System.nanoTime(), "", List.of(), List.of(), List.of());
    assertThat(catalog.publish(digest, product, document, "{}", "test"))
        .isInstanceOf(Publication.Published.class);
    assertThat(
            channels.promote(
                new Promotion.Wish(
                    product,
                    Offers.USUAL,
                    new Promotion.Target.Release(digest),
                    false,
                    "",
                    OptionalLong.empty()),
                "staff/anna"))
        .isInstanceOf(Promotion.Moved.class);
    catalog.entitle(org, product, "staff/anna");
    return digest;
  }

  @Test
  void withoutAReleaseThatIsOfferedTheOperatorIsMissed() throws IOException {
    TestRunner runner = enrolled();
    readiness.told(runner.identity(), List.of(Check.failed("operator", "Install one.")));
    assertThat(status()).isEqualTo("Unhealthy");
    assertThat(reason()).isEqualTo("operator: Install one.");
  }

  @Test
  void theRunnerIsToldOfTheCustomersRegistryAndOfTheVendorsCounting() {
    Answer changed =
        staff.send(
            staff
                .request(fleet)
                .header("Content-Type", "application/json")
                .method(
                    "PATCH",
                    HttpRequest.BodyPublishers.ofString(
                        """
                        {"advanced_config":{"registry":"https://registry.example.com:5000",
                         "registry_pulled_from":"10.20.0.9:5000","registry_user":"robot$kafka",
                         "registry_ca":true}}\
                        """)));
    assertThat(changed.status()).as(changed.raw().body()).isEqualTo(200);
    lend();
    done("check-cluster", new JobReport.ClusterChecked(FIT));
    ClusterGrant grant = granted(begun("bootstrap-cluster")).orElseThrow();
    assertThat(grant.rules()).isEqualTo(rules);
    assertThat(grant.runner().orElseThrow().settings())
        .isEqualTo(
            """
            bowline.registry.url=https://registry.example.com:5000
            bowline.registry.pulled-from=10.20.0.9:5000
            bowline.registry.user=robot$kafka
            bowline.registry.password-file=/etc/bowline/registry/password
            bowline.registry.ca-file=/etc/bowline/registry/ca.crt
            """);
  }

  @Test
  void whatItsRunnerInstalledIsTakenAwayBeforeItsRunnerIs() throws IOException {
    offered();
    TestRunner runner = enrolled();
    installs.heard(org, runner.identity().install());
    assertThat(staff.delete(fleet).status()).isEqualTo(202);
    assertThat(status()).isEqualTo("Deleting");
    assertThat(reason()).contains("takes away what it installed by job");
    // the plan that nobody wants any more was asked for first
    ends(runner, "plan", new Outcome.Failed(new Failure("late", "Too late.", false)));
    uninstalled(runner, new Outcome.Failed(new Failure("stuck", "A finalizer holds it.", false)));
    assertThat(status()).isEqualTo("DeleteFailed");
    assertThat(reason()).isEqualTo("What runs on it was not taken away: A finalizer holds it.");
    TestDatabase.execute(org, "update install set release = 'sha256:%s'".formatted("0".repeat(64)));
    assertThat(staff.post(fleet + "retry", "").status()).isEqualTo(200);
    uninstalled(runner, new Outcome.Done());
    assertThat(reason()).contains("namespace streams", "bowline.io/fleet=", "Upload one again");
    lend();
    assertThat(status()).isEqualTo("Deleting");
    done("remove-cluster", new JobReport.Uninstalled(List.of()));
    assertThat(staff.get(fleet).status()).isEqualTo(404);
  }

  private void uninstalled(TestRunner runner, Outcome outcome) {
    ends(runner, "uninstall", outcome);
  }

  /// The runner takes its next job, which is of that kind, and ends it.
  private void ends(TestRunner runner, String kind, Outcome outcome) {
    List<Leased> leased = jobs.leaseFor(runner.identity(), 9, Set.of("plan", "uninstall"));
    assertThat(leased).extracting(job -> job.spec().kind()).containsExactly(kind);
    Leased job = leased.getFirst();
    long epoch = job.lease().epoch();
    jobs.said(runner.identity(), job.job(), new Accept(epoch), Optional.empty());
    jobs.said(
        runner.identity(),
        job.job(),
        new Finish(epoch, outcome),
        Optional.of(new JobReport.Nothing()));
  }

  @Test
  void aRunnerThatIsSilentKeepsNobodyFromTakingItOut() throws IOException {
    offered();
    TestRunner _ = enrolled();
    TestDatabase.execute(org, "update install set heard_at = now() - interval '10 min'");
    assertThat(staff.delete(fleet).status()).isEqualTo(202);
    assertThat(status()).isEqualTo("DeleteFailed");
    lend();
    done("remove-cluster", new JobReport.Uninstalled(List.of()));
    assertThat(staff.get(fleet).status()).isEqualTo(404);
  }
}
