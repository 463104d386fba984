package io.bowline.control.provision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.dataplane.FleetInstalls;
import io.bowline.control.dataplane.FleetRunnerSettings;
import io.bowline.control.fleet.Admission;
import io.bowline.control.fleet.Deletion;
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
import io.bowline.control.platform.store.Waiting;
import io.bowline.control.provision.store.PgFleetWorkStore;
import io.bowline.model.id.JobId;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.model.sizing.CapacityRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Fleets in clouds from wish to end, with a hosted runner that answers as the test wants.
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

  private static final Map<InfraType, String> REGIONS =
      Map.of(
          InfraType.AWS, "eu-central-1",
          InfraType.GCP, "europe-west3",
          InfraType.AZURE, "westeurope",
          InfraType.ORACLE, "eu-frankfurt-1");
  private static final String COMPARTMENT =
      "ocid1.compartment.oc1..aaaaaaaabbbbbbbbccccccccdddddddd";

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
    private Runnable before = () -> {};

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
    public Optional<JobId> working(Tx tx, Fleet fleet) {
      return is.orElseThrow().working(tx, fleet);
    }

    @Override
    public void over(Tx tx, JobRecord job) {
      before.run();
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
  void aFleetIsDeletedWhileItsJobEndsAndNeitherWaitsForTheOther() throws Exception {
    Fleet fleet = there.made(TestFleets.aws("big", "main"));
    JobId making = job(fleet);
    var begun = new ArrayList<Waiting<Deletion>>();
    late.before =
        () -> {
          late.before = () -> {};
          begun.add(Waiting.begin(() -> there.fleets.delete(there.org, "big", "me")));
        };
    there.jobs.cancel(there.org, making, "not now", "me");
    assertThat(begun.getFirst().end()).isInstanceOf(Deletion.Begun.class);
    assertThat(now().status()).isEqualTo(FleetStatus.DELETING);
    assertThat(job(now())).as("one that takes down what there is").isNotEqualTo(making);
  }

  @Test
  void anAuditEntryIsWrittenAfterEveryOtherLockIsTaken() throws Exception {
    Fleet fleet = there.made(TestFleets.aws("big", "main"));
    var begun = new ArrayList<Waiting<Fleet>>();
    there.transactions.runInOrg(
        there.org,
        tx -> {
          there.audit.record(tx, there.org, new AuditEntry("me", "test", "first"));
          begun.add(
              Waiting.begin(() ->
                  there.transactions.inOrg(
                      there.org,
                      other -> {
                        Fleet locked =
                            there.fleets.lock(other, there.org, fleet.id()).orElseThrow();
                        there.audit.record(
                            other, there.org, new AuditEntry("me", "test", "second"));
                        return locked;
                      })));
          assertThat(there.fleets.lock(tx, there.org, fleet.id())).isPresent();
        });
    assertThat(begun.getFirst().end().id()).isEqualTo(fleet.id());
    List<ChainLink> last =
        there.transactions.inOrg(there.org, tx -> there.audit.before(tx, there.org, 1000, 2));
    assertThat(last).extracting(link -> link.entry().subject()).containsExactly("first", "second");
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
    var secrets =
        new ProvisionSecrets(there.fleets, there.loan, store, null, CapacityRules.USUAL, SETTINGS);
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
      assertThat(CloudVariables.name(fleet)).matches("[a-z][a-z0-9-]{1,22}[a-z0-9]");
    }
  }

  /// A wish for a fleet in a cloud, with inner parts.
  private static NewFleet wish(InfraType infra, Map<String, JsonNode> advanced) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    NewFleet wish = TestFleets.in(infra, "big", infra.text(), REGIONS.get(infra));
    var placement = new HashMap<>(wish.placement());
    if (infra == InfraType.ORACLE) {
      placement.put("compartment", json.textNode(COMPARTMENT));
    }
    return new NewFleet(
        wish.identifier(),
        wish.infra(),
        wish.domain(),
        wish.tenancy(),
        wish.maxTenants(),
        wish.maxKafkaUnits(),
        placement,
        advanced);
  }

  private Fleet madeIn(InfraType infra, Map<String, JsonNode> advanced) {
    there.provider(infra.text(), infra.cloud().orElseThrow());
    there.checked(infra.text());
    return there.made(wish(infra, advanced));
  }

  /// What the contract of drivers has as create, read state, retry, delete; each is a job of the
  /// hosted runner. Scaling and upgrades are none: the runner there does them.
  @ParameterizedTest
  @EnumSource(
      value = InfraType.class,
      names = {"AWS", "GCP", "AZURE", "ORACLE"})
  @Tag("P5.contract-four-drivers")
  void inEveryCloudItIsMadeReadRetriedAndTakenDownByTheHostedRunner(InfraType infra)
      throws Exception {
    Fleet fleet = madeIn(infra, Map.of());
    assertThat(fleet.status()).isEqualTo(FleetStatus.PROVISIONING);
    ProvisionGrant grant = grant(job(fleet)).orElseThrow();
    assertThat(grant.provider().cloud()).isEqualTo(infra.cloud().orElseThrow());
    assertThat(grant.region()).isEqualTo(REGIONS.get(infra));
    assertThat(grant.variables().path("name").asText()).matches("big-[0-9a-f]{8}");
    assertThat(grant.variables().path("vpc").isObject()).isTrue();
    assertThat(grant.variables().at("/control_plane/cidrs/0").asText()).isEqualTo("203.0.113.0/28");
    assertThat(grant.variables().has("cluster_access_cidrs")).isFalse();

    answering(new JobReport.FleetProvisioned(OUTPUTS), new JobReport.Uninstalled(List.of()));
    Fleet made = until(FleetStatus.ERROR, "Network, cluster and registry are there");
    Map<String, String> kept =
        there.transactions.inOrg(there.org, tx -> store.outputs(tx, there.org, made.id()));
    assertThat(kept).isEqualTo(OUTPUTS);
    JobId first = job(now());
    there.fleets.retry(there.org, "big", "me");
    JobId second = job(until(FleetStatus.ERROR, "Network, cluster and registry are there"));
    assertThat(second).isNotEqualTo(first);
    there.fleets.delete(there.org, "big", "me");
    while (there.fleets.find(there.org, "big").isPresent()) {
      Thread.onSpinWait();
    }
    assertThat(asked)
        .extracting(spec -> ((JobSpec.FleetWork) spec).errand())
        .containsExactly(FleetErrand.PROVISION, FleetErrand.PROVISION, FleetErrand.DESTROY);
    there.runner.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = InfraType.class,
      names = {"AWS", "GCP", "AZURE", "ORACLE"})
  void onceItIsHealthyScalingAsksNobodyOutside(InfraType infra) {
    Fleet fleet = madeIn(infra, Map.of());
    JobId making = job(fleet);
    there.move(fleet, FleetStatus.HEALTHY, "");
    Admission grown =
        there.wishes.change(
            there.org,
            "big",
            new FleetChange(Optional.of(8), Optional.of(400), Optional.empty(), Optional.empty()),
            "me");
    assertThat(grown).isInstanceOf(Admission.Admitted.class);
    assertThat(job(now())).isEqualTo(making);
    assertThat(now().room().maxKafkaUnits()).isEqualTo(400);
  }

  @Test
  void aNetworkOfTheCustomersIsHandedOnInTheWordsOfTheModule() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode subnets = json.arrayNode().add("subnet-0a1b2c3d").add("subnet-1a1b2c3d");
    Fleet aws =
        madeIn(
            InfraType.AWS, Map.of("vpc_id", json.textNode("vpc-0a1b2c3d"), "subnet_ids", subnets));
    JsonNode given = grant(job(aws)).orElseThrow().variables();
    assertThat(given.has("vpc")).isFalse();
    assertThat(given.at("/existing_vpc/vpc_id").asText()).isEqualTo("vpc-0a1b2c3d");
    assertThat(given.at("/existing_vpc/subnet_ids")).isEqualTo(subnets);
  }

  @Test
  void aNetworkInAzureIsNamedByItsWholeId() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    Fleet azure =
        madeIn(
            InfraType.AZURE,
            Map.of(
                "resource_group", json.textNode("net"),
                "vnet", json.textNode("hub"),
                "subnet", json.textNode("kafka"),
                "agent_vm_size", json.textNode("Standard_D4s_v5"),
                "node_count", json.numberNode(3),
                "cluster_public", json.booleanNode(true)));
    JsonNode given = grant(job(azure)).orElseThrow().variables();
    String vnet =
        "/subscriptions/3b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub";
    assertThat(given.at("/existing_vpc/vpc_id").asText()).isEqualTo(vnet);
    assertThat(given.at("/existing_vpc/subnet_ids/0").asText()).isEqualTo(vnet + "/subnets/kafka");
    assertThat(given.at("/system_pool/instance_type").asText()).isEqualTo("Standard_D4s_v5");
    assertThat(given.at("/system_pool/nodes").asInt()).isEqualTo(3);
    assertThat(given.at("/cluster_access_cidrs/0").asText()).isEqualTo("203.0.113.0/28");
  }

  @Test
  void halfOfANetworkIsAnErrorThatNamesTheOtherHalf() {
    Fleet fleet =
        madeIn(InfraType.AWS, Map.of("vpc_id", JsonNodeFactory.instance.textNode("vpc-0a1b2c3d")));
    assertThat(fleet.status()).isEqualTo(FleetStatus.ERROR);
    assertThat(fleet.standing().reason()).contains("vpc_id", "subnet_ids");
  }

  @Test
  void whatNoModuleTakesIsSaidAndNotPassedOver() {
    Fleet fleet =
        madeIn(
            InfraType.ORACLE,
            Map.of(
                "ssh_public_key",
                JsonNodeFactory.instance.textNode("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5")));
    assertThat(fleet.status()).isEqualTo(FleetStatus.ERROR);
    assertThat(fleet.standing().reason()).contains("advanced_config.ssh_public_key");
  }
}
