package io.bowline.control.edge.http.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cloud.grant.ClusterGrant;
import io.bowline.control.byok.ClusterSecrets;
import io.bowline.control.byok.LentKubeconfigs;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.Channels;
import io.bowline.control.dataplane.ReadyFleets;
import io.bowline.control.edge.grpc.LinkServer;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Leased;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.readiness.Readiness;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.Event.Accept;
import io.bowline.model.job.Event.Finish;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.probe.Check;
import io.bowline.model.sizing.CapacityRules;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/// A fleet that waits for its cluster, and a hosted runner that says what a test wants.
abstract class ByokStage {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String KUBECONFIG =
      "{contexts: [{name: a, context: {cluster: a, user: a, namespace: streams}}], users: [{name: a,"
          + " user: {token: t-canary}}], clusters: [{name: a, cluster: {server: 'https://k.example.com'}}]}";
  static final List<Check> FIT =
      List.of(Check.ok("reach", "Yes."), Check.skipped("load-balancer", "Nobody knows."));

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Jobs jobs;
  @Inject ClusterSecrets secrets;
  @Inject LentKubeconfigs kubeconfigs;
  @Inject ReadyFleets ready;
  @Inject Readiness readiness;
  @Inject Installs installs;
  @Inject LinkServer link;
  @Inject Transactions transactions;
  @Inject Catalog catalog;
  @Inject Channels channels;
  @Inject CapacityRules rules;

  TestCaller staff;
  OrgId org;
  String fleet;
  Identity hosted;

  @BeforeEach
  void aFleetAndAHostedRunner() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = OrgId.parse(staff.organization());
    String base = "/organizations/" + org + "/infrastructure/";
    fleet = base + "calm-river/";
    assertThat(
            staff
                .post(
                    base,
                    """
                    {"identifier":"calm-river","infra_type":"byok","domain":"kafka.example.com",
                     "max_tenants":4,"max_kafka_units":40,"tenancy_mode":"shared"}\
                    """)
                .status())
        .isEqualTo(201);
    String token =
        staff
            .post("/api/v1/organizations/" + org + "/hosted-runners", "")
            .body()
            .path("token")
            .asText();
    TestRunner runner = runner();
    runner.enroll(token, "", "");
    hosted = runner.identity();
  }

  TestRunner runner() {
    return new TestRunner(link.port().orElseThrow(), authority.bundle());
  }

  Answer lend() {
    Answer lent =
        staff.post(
            fleet + "kubeconfig", JSON.createObjectNode().put("kubeconfig", KUBECONFIG).toString());
    assertThat(lent.status()).as(lent.raw().body()).isEqualTo(200);
    return lent;
  }

  /// The one job that waits, begun.
  Leased begun(String kind) {
    List<Leased> leased = jobs.leaseFor(hosted, 4, JobSpec.HOSTED_KINDS);
    assertThat(leased).extracting(job -> job.spec().kind()).containsExactly(kind);
    Leased job = leased.getFirst();
    jobs.said(hosted, job.job(), new Accept(job.lease().epoch()), Optional.empty());
    return job;
  }

  void ended(Leased job, Outcome outcome, JobReport report) {
    jobs.said(hosted, job.job(), new Finish(job.lease().epoch(), outcome), Optional.of(report));
  }

  void done(String kind, JobReport report) {
    ended(begun(kind), new Outcome.Done(), report);
  }

  Optional<ClusterGrant> granted(Leased job) {
    return transactions.inOrg(
        org,
        tx ->
            secrets
                .secretOf(tx, jobs.find(tx, org, job.job()).orElseThrow())
                .map(Secret::reveal)
                .map(ClusterGrant::read));
  }

  JsonNode now() {
    return staff.get(fleet).body();
  }

  String status() {
    return now().path("status").asText();
  }

  String reason() {
    return now().at("/metadata/status_reason").asText();
  }

  JsonNode kubeconfig() {
    return staff.get(fleet + "kubeconfig").body();
  }

  /// Through upload, checks and bootstrap until the runner has enrolled.
  TestRunner enrolled() throws IOException {
    lend();
    done("check-cluster", new JobReport.ClusterChecked(FIT));
    Leased bootstrap = begun("bootstrap-cluster");
    ClusterGrant grant = granted(bootstrap).orElseThrow();
    ended(
        bootstrap,
        new Outcome.Done(),
        new JobReport.ClusterBootstrapped(FIT, List.of("Namespace streams")));
    return enroll(grant);
  }

  TestRunner enroll(ClusterGrant grant) throws IOException {
    JsonNode start =
        JSON.readTree(grant.runner().flatMap(runner -> runner.enrollment()).orElseThrow());
    assertThat(start.path("cloud").asText()).isEqualTo("byok");
    TestRunner runner = runner();
    runner.enroll(
        start.path("token").asText(),
        start.path("cloudAccount").asText(),
        start.path("region").asText());
    return runner;
  }

  String shown(String what, String where) {
    return staff.get("/api/v1/organizations/" + org + "/" + what).body().at(where).asText();
  }

  boolean sealed() {
    return TestDatabase.dump("(select sealed from lent_kubeconfig where org = '%s')".formatted(org))
        .contains("\\x");
  }
}
