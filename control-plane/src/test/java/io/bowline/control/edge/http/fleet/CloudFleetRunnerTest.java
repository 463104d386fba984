package io.bowline.control.edge.http.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cloud.grant.ClusterGrant;
import io.bowline.cloud.grant.ClusterWay;
import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.grpc.LinkServer;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Leased;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.provider.FleetProvider;
import io.bowline.control.provider.FleetProviders;
import io.bowline.control.provider.ProviderCheckStore;
import io.bowline.control.provision.CloudArrivals;
import io.bowline.control.provision.ProvisionSecrets;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.Event.Accept;
import io.bowline.model.job.Event.Finish;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How a fleet in AWS gets its runner, with a hosted runner that says what a test wants.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class CloudFleetRunnerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "canary" + "a".repeat(34);
  private static final Map<String, String> OUTPUTS =
      Map.of(
          "account_id", "123456789012",
          "region", "eu-central-1",
          "cluster_name", "big-lake-0a1b2c3d",
          "cluster_endpoint", "https://1.gr7.eu-central-1.eks.amazonaws.com",
          "cluster_authority", "UEVN",
          "registry", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/big-lake-0a1b2c3d");
  private static final JobReport MADE = new JobReport.FleetProvisioned(OUTPUTS);
  private static final JobReport PUT =
      new JobReport.ClusterBootstrapped(
          List.of(Check.ok("reach", "Yes.")), List.of("Namespace bowline"));

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Jobs jobs;
  @Inject ProvisionSecrets secrets;
  @Inject CloudArrivals arrivals;
  @Inject FleetProviders providers;
  @Inject ProviderCheckStore found;
  @Inject LinkServer link;
  @Inject Transactions transactions;

  private TestCaller staff;
  private OrgId org;
  private String base;
  private String fleet;
  private Identity hosted;

  @BeforeEach
  void aProviderThatWasFoundRightAndAHostedRunner() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = OrgId.parse(staff.organization());
    base = "/organizations/" + org + "/";
    fleet = base + "infrastructure/big-lake/";
    String provider =
        """
        {"identifier":"main","provider_type":"aws","configuration":
          {"aws_access_key":"AKIAIOSFODNN7EXAMPLE","aws_access_secret":"%s"}}\
        """
            .formatted(SECRET);
    assertThat(staff.post(base + "fleet-providers/", provider).status()).isEqualTo(201);
    var good = new Findings(List.of(Check.ok("sign-in", "Yes.")), List.of(Check.ok("all", "Yes.")));
    transactions.runInOrg(
        org,
        tx -> {
          FleetProvider main = providers.find(tx, org, "main").orElseThrow();
          found.put(
              tx,
              org,
              new ProviderCheckStore.Ended(main.id(), main.revision(), good, "test", tx.now()));
        });
    TestRunner runner = runner();
    runner.enroll(
        staff
            .post("/api/v1/organizations/" + org + "/hosted-runners", "")
            .body()
            .path("token")
            .asText(),
        "",
        "");
    hosted = runner.identity();
  }

  private TestRunner runner() {
    return new TestRunner(link.port().orElseThrow(), authority.bundle());
  }

  private void wished(boolean reached) {
    Answer made =
        staff.post(
            base + "infrastructure/",
            """
            {"identifier":"big-lake","infra_type":"aws","domain":"lake.example.com","max_tenants":4,
             "max_kafka_units":40,"tenancy_mode":"shared","advanced_config":{"cluster_public":%s},
             "placement_config":{"account":"main","region":"eu-central-1"}}\
            """
                .formatted(reached));
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
  }

  /// The one job of its kind that waits, begun; checks of the provider are somebody else's.
  private Leased begun(String kind) {
    List<Leased> leased = jobs.leaseFor(hosted, 4, Set.of(kind));
    assertThat(leased).as(reason()).hasSize(1);
    Leased job = leased.getFirst();
    jobs.said(hosted, job.job(), new Accept(job.lease().epoch()), Optional.empty());
    return job;
  }

  private void ended(Leased job, Outcome outcome, JobReport report) {
    jobs.said(hosted, job.job(), new Finish(job.lease().epoch(), outcome), Optional.of(report));
  }

  private void done(String kind, JobReport report) {
    ended(begun(kind), new Outcome.Done(), report);
  }

  private Optional<byte[]> secret(Leased job) {
    return transactions.inOrg(
        org,
        tx ->
            secrets.secretOf(tx, jobs.find(tx, org, job.job()).orElseThrow()).map(Secret::reveal));
  }

  private String status() {
    return staff.get(fleet).body().path("status").asText();
  }

  private String reason() {
    return staff.get(fleet).body().at("/metadata/status_reason").asText();
  }

  @Test
  void whenItsClusterIsThereARunnerIsPutIntoItAndEnrolls() throws IOException {
    wished(true);
    done("provision-fleet", MADE);
    assertThat(status()).isEqualTo("Provisioning");
    assertThat(reason()).contains("puts a runner into the cluster by job");

    Leased bootstrap = begun("bootstrap-cluster");
    ClusterGrant grant = ClusterGrant.read(secret(bootstrap).orElseThrow());
    ClusterWay.Made way = (ClusterWay.Made) grant.way();
    assertThat(way.provider().require("aws_access_secret")).isEqualTo(SECRET);
    assertThat(way.name()).isEqualTo("big-lake-0a1b2c3d");
    assertThat(way.server()).hasHost("1.gr7.eu-central-1.eks.amazonaws.com");
    assertThat(grant.namespace()).isEqualTo("bowline");
    ended(bootstrap, new Outcome.Done(), PUT);
    assertThat(reason()).contains("has an hour to enroll");

    assertThat(grant.runner().orElseThrow().settings())
        .isEqualTo(
            """
            bowline.registry.url=https://123456789012.dkr.ecr.eu-central-1.amazonaws.com
            bowline.registry.prefix=big-lake-0a1b2c3d
            bowline.registry.kind=ecr
            """);
    JsonNode start =
        JSON.readTree(grant.runner().flatMap(runner -> runner.enrollment()).orElseThrow());
    assertThat(start.path("cloud").asText()).isEqualTo("aws");
    assertThat(start.path("cloudAccount").asText()).isEqualTo("123456789012");
    runner()
        .enroll(
            start.path("token").asText(),
            start.path("cloudAccount").asText(),
            start.path("region").asText());
    assertThat(status()).isEqualTo("Provisioning");
    assertThat(reason()).contains("Its runner has enrolled");
    TestDatabase.execute(org, "update fleet_work set enroll_by = now() - interval '1 s'");
    assertThat(TestDatabase.dump("fleet_work")).doesNotContain("canary");
  }

  @Test
  void aPrivateClusterGetsNoneAndIsChangedAndTriedAgain() {
    wished(false);
    done("provision-fleet", MADE);
    assertThat(status()).isEqualTo("Error");
    assertThat(reason()).contains("API is private", "advanced_config.cluster_public");
    Answer changed =
        staff.send(
            staff
                .request(fleet)
                .header("Content-Type", "application/json")
                .method(
                    "PATCH",
                    HttpRequest.BodyPublishers.ofString(
                        "{\"advanced_config\":{\"cluster_public\":true}}")));
    assertThat(changed.status()).as(changed.raw().body()).isEqualTo(200);
    assertThat(staff.post(fleet + "retry", "").body().path("status").asText())
        .isEqualTo("Provisioning");
    Leased again = begun("provision-fleet");
    ProvisionGrant grant = ProvisionGrant.read(secret(again).orElseThrow());
    assertThat(grant.variables().at("/cluster_access_cidrs/0").asText())
        .isEqualTo("203.0.113.0/28");
    ended(again, new Outcome.Done(), MADE);
    begun("bootstrap-cluster");
  }

  @Test
  void aRunnerThatDoesNotEnrollInTimeIsSaidToHaveNot() {
    wished(true);
    done("provision-fleet", MADE);
    done("bootstrap-cluster", PUT);
    arrivals.sweep();
    assertThat(status()).isEqualTo("Provisioning");
    TestDatabase.execute(org, "update fleet_work set enroll_by = now() - interval '1 s'");
    arrivals.sweep();
    assertThat(status()).isEqualTo("Error");
    assertThat(reason()).contains("did not enroll within an hour");
  }

  @Test
  void deletedWhileARunnerIsPutThereItIsTakenDownAfterwards() {
    wished(true);
    done("provision-fleet", MADE);
    Leased bootstrap = begun("bootstrap-cluster");
    assertThat(staff.delete(fleet).status()).isEqualTo(202);
    ended(bootstrap, new Outcome.Stopped("the fleet is deleted"), PUT);
    assertThat(status()).isEqualTo("Deleting");
    done("destroy-fleet", new JobReport.Uninstalled(List.of()));
    assertThat(staff.get(fleet).status()).isEqualTo(404);
  }
}
