package io.bowline.control.provision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.control.dataplane.FleetInstalls;
import io.bowline.control.dataplane.FleetRunnerSettings;
import io.bowline.control.fleet.Admission;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetChange;
import io.bowline.control.fleet.FleetMaker;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.NewFleet;
import io.bowline.control.fleet.Standing;
import io.bowline.control.fleet.TestFleets;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.job.JobFollower;
import io.bowline.control.job.JobRecord;
import io.bowline.control.platform.Tx;
import io.bowline.control.provision.store.PgFleetWorkStore;
import io.bowline.model.id.JobId;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Fleets in AWS from wish to end, with a hosted runner that answers as the test wants.
@Timeout(60)
class CloudFleetsTest {
  private static final ProvisionSettings SETTINGS = () -> Optional.of(List.of("203.0.113.0/28"));
  private static final FleetRunnerSettings UNSET =
      new FleetRunnerSettings() {
        @Override
        public Optional<String> image() {
          return Optional.empty();
        }

        @Override
        public Optional<Path> trustRoot() {
          return Optional.empty();
        }

        @Override
        public Optional<Path> policy() {
          return Optional.empty();
        }
      };
  private static final Map<String, String> OUTPUTS = Map.of("cluster_name", "bowline-big");

  private final Late late = new Late();
  private final TestFleets there = new TestFleets(List.of(late), List.of(late));
  private final FleetWorkStore store = new PgFleetWorkStore();
  private final BlockingQueue<JobSpec> asked = new LinkedBlockingQueue<>();

  CloudFleetsTest() {
    is(SETTINGS);
    there.provider("main");
    there.checked("main");
  }

  private void is(ProvisionSettings settings) {
    late.is =
        Optional.of(
            new CloudFleets(
                there.fleets,
                store,
                there.loan,
                there.runner.hosted,
                there.jobs,
                new FleetInstalls(there.fleets, there.installs, UNSET),
                settings));
  }

  /// It needs what needs it.
  private static final class Late implements FleetMaker, JobFollower {
    private Optional<CloudFleets> is = Optional.empty();

    @Override
    public boolean makes(InfraType infra) {
      return is.orElseThrow().makes(infra);
    }

    @Override
    public void wished(Tx tx, Fleet fleet, String by) {
      is.orElseThrow().wished(tx, fleet, by);
    }

    @Override
    public void unwished(Tx tx, Fleet fleet, String by) {
      is.orElseThrow().unwished(tx, fleet, by);
    }

    @Override
    public void over(Tx tx, JobRecord job) {
      is.ifPresent(one -> one.over(tx, job));
    }
  }

  private void answering(JobReport provisioned, JobReport destroyed) {
    there.runner.connect(spec -> {
      asked.add(spec);
      return spec instanceof JobSpec.FleetWork work && work.errand() == FleetErrand.DESTROY
          ? destroyed
          : provisioned;
    });
  }

  private Fleet now() {
    return there.fleets.find(there.org, "big").orElseThrow();
  }

  private Fleet until(FleetStatus status, String words) throws InterruptedException {
    while (now().status() != status || !now().standing().reason().contains(words)) {
      Thread.onSpinWait();
    }
    return now();
  }

  private JobId job(Fleet fleet) {
    return there.transactions.inOrg(
        there.org, tx -> store.job(tx, there.org, fleet.id()).orElseThrow());
  }

  private Phase phase(JobId job) {
    return there.jobs.find(there.org, job).orElseThrow().phase();
  }

  @Test
  void itIsAskedForAtOnceAndWhatWasMadeIsKept() throws Exception {
    Fleet fleet = there.made(TestFleets.aws("big", "main"));
    assertThat(fleet.status()).isEqualTo(FleetStatus.PROVISIONING);
    assertThat(fleet.standing().reason()).contains(job(fleet).toString()).contains("waits for one");
    assertThat(phase(job(fleet))).isInstanceOf(Phase.Queued.class);
    answering(new JobReport.FleetProvisioned(OUTPUTS), new JobReport.Uninstalled(List.of()));
    Fleet made = until(FleetStatus.ERROR, "Network, cluster and registry are there");
    assertThat(made.standing().reason()).contains("API is private").contains("cluster_public");
    Map<String, String> kept =
        there.transactions.inOrg(there.org, tx -> store.outputs(tx, there.org, made.id()));
    assertThat(kept).isEqualTo(OUTPUTS);
    assertThat(there.fleets.history(made, 10))
        .extracting(Standing::status)
        .containsExactly(FleetStatus.PENDING, FleetStatus.PROVISIONING, FleetStatus.ERROR);
    there.fleets.delete(there.org, "big", "me");
    while (there.fleets.find(there.org, "big").isPresent()) {
      Thread.onSpinWait();
    }
    assertThat(asked)
        .extracting(spec -> ((JobSpec.FleetWork) spec).errand())
        .containsExactly(FleetErrand.PROVISION, FleetErrand.DESTROY);
    there.runner.close();
  }

  @Test
  void whatFailsIsAnErrorAndARetryAsksAgain() throws Exception {
    there.made(TestFleets.aws("big", "main"));
    answering(new JobReport.Nothing(), new JobReport.Nothing());
    JobId first = job(until(FleetStatus.ERROR, "told nothing"));
    there.fleets.retry(there.org, "big", "me");
    JobId second = job(until(FleetStatus.ERROR, "told nothing"));
    assertThat(second).isNotEqualTo(first);
    there.runner.close();
  }

  @Test
  void deletedWhileItIsMadeItIsStoppedAndTakenDown() {
    Fleet fleet = there.made(TestFleets.aws("big", "main"));
    JobId making = job(fleet);
    there.fleets.delete(there.org, "big", "me");
    assertThat(phase(making)).isInstanceOf(Phase.Cancelled.class);
    JobId ending = job(now());
    assertThat(ending).isNotEqualTo(making);
    assertThat(now().status()).isEqualTo(FleetStatus.DELETING);
    assertThat(now().standing().reason()).contains(ending.toString());
    // the job for it is stopped by somebody: nobody knows what is left
    there.jobs.cancel(there.org, ending, "not now", "me");
    assertThat(now().status()).isEqualTo(FleetStatus.DELETE_FAILED);
    there.fleets.retry(there.org, "big", "me");
    assertThat(now().status()).isEqualTo(FleetStatus.DELETING);
    assertThat(job(now())).isNotEqualTo(ending);
  }

  @Test
  void theSecretIsThatOfTheNewestJobInTheRevisionThatWasMeant() {
    Fleet fleet = there.made(TestFleets.aws("big", "main"));
    ProvisionGrant grant = grant(job(fleet)).orElseThrow();
    assertThat(grant.fleet()).isEqualTo(fleet.id());
    assertThat(grant.region()).isEqualTo("eu-central-1");
    assertThat(grant.provider().require("aws_access_secret")).isEqualTo("a".repeat(40));
    assertThat(grant.variables().path("name").asText()).matches("big-[0-9a-f]{8}");
    assertThat(grant.variables().path("control_plane").path("cidrs").path(0).asText())
        .isEqualTo("203.0.113.0/28");

    JobId former = job(fleet);
    there.fleets.delete(there.org, "big", "me");
    assertThat(grant(former)).isEmpty();
    assertThat(grant(job(fleet))).isPresent();
    Map<String, JsonNode> rotated =
        Map.of("aws_access_secret", JsonNodeFactory.instance.textNode("b".repeat(40)));
    there.providers.change(there.org, "main", rotated, "me");
    assertThat(grant(job(fleet))).isEmpty();
  }

  @Test
  void oneThatWasBegunStaysInItsRegionSoThatNothingIsLeftBehind() throws Exception {
    there.made(TestFleets.aws("big", "main"));
    answering(new JobReport.Nothing(), new JobReport.Nothing());
    until(FleetStatus.ERROR, "told nothing");
    there.runner.close();
    assertThat(moved("eu-west-1"))
        .isInstanceOfSatisfying(
            Admission.Hindered.class,
            hindered -> assertThat(hindered.why()).contains("Delete it and make another"));
    assertThat(moved("eu-central-1")).isInstanceOf(Admission.Admitted.class);
  }

  private Admission moved(String region) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    Map<String, JsonNode> placement =
        Map.of("account", json.textNode("main"), "region", json.textNode(region));
    return there.wishes.change(
        there.org,
        "big",
        new FleetChange(
            Optional.empty(), Optional.empty(), Optional.of(placement), Optional.empty()),
        "me");
  }

  private Optional<ProvisionGrant> grant(JobId job) {
    // none of these jobs puts a runner anywhere
    var secrets = new ProvisionSecrets(there.fleets, there.loan, store, null, SETTINGS);
    return there.transactions.inOrg(
        there.org,
        tx ->
            secrets
                .secretOf(tx, there.jobs.find(tx, there.org, job).orElseThrow())
                .map(secret -> ProvisionGrant.read(secret.reveal())));
  }

  @Test
  void whereTheVendorHasSaidNothingOfItsAddressesItIsAnErrorThatSaysSo() {
    is(Optional::empty);
    Fleet fleet = there.made(TestFleets.aws("big", "main"));
    assertThat(fleet.status()).isEqualTo(FleetStatus.ERROR);
    assertThat(fleet.standing().reason()).contains("bowline.provision.control-plane-cidrs");
    is(SETTINGS);
    there.fleets.retry(there.org, "big", "me");
    assertThat(now().status()).isEqualTo(FleetStatus.PROVISIONING);
  }

  @Test
  void namesInTheAccountAreShortAndOfOneFleet() {
    for (String identifier : List.of("a", "9-lives", "a-very-long-name-of-a-fleet-in-the-cloud")) {
      Fleet fleet = there.made(TestFleets.aws(identifier, "main"));
      assertThat(AwsVariables.name(fleet)).matches("[a-z][a-z0-9-]{1,22}[a-z0-9]");
    }
  }

  @Test
  void aNetworkOfTheCustomersIsNotUsedYetAndThatIsSaid() {
    NewFleet wish = TestFleets.aws("big", "main");
    Fleet fleet =
        there.made(
            new NewFleet(
                wish.identifier(),
                wish.infra(),
                wish.domain(),
                wish.tenancy(),
                wish.maxTenants(),
                wish.maxKafkaUnits(),
                wish.placement(),
                Map.of("vpc_id", JsonNodeFactory.instance.textNode("vpc-0a1b2c3d"))));
    assertThat(fleet.status()).isEqualTo(FleetStatus.ERROR);
    assertThat(fleet.standing().reason()).contains("vpc_id");
  }
}
