package io.bowline.control.edge.http.installer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.grant.LentRoleGrant;
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
import io.bowline.control.lending.LentRoles;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.Event.Accept;
import io.bowline.model.job.Event.Finish;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A role that is lent for one job: what is asked for, who gets it, and that it is forgotten.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class LentRoleApiTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/bowline-installer-canary77";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Jobs jobs;
  @Inject LentRoles roles;
  @Inject LinkServer link;
  @Inject Transactions transactions;

  private TestCaller staff;
  private OrgId org;
  private String base;
  private Identity hosted;

  @BeforeEach
  void aHostedRunner() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = OrgId.parse(staff.organization());
    base = "/api/v1/organizations/" + org;
    var runner = new TestRunner(link.port().orElseThrow(), authority.bundle());
    runner.enroll(staff.post(base + "/hosted-runners", "").body().path("token").asText(), "", "");
    hosted = runner.identity();
  }

  private void install(String name, String cloud, String account, String region) {
    ObjectNode wish =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("product", "acme/streaming")
            .put("cloud", cloud)
            .put("account", account)
            .put("region", region);
    Answer made = staff.post(base + "/installs", wish.toString());
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
  }

  private void prod() {
    install("prod", "aws", "123456789012", "eu-central-1");
  }

  private Answer lent(String install, String body) {
    return staff.post(base + "/installs/" + install + "/lent-role", body);
  }

  private static String role(String arn) {
    return "{\"role\":\"" + arn + "\"}";
  }

  private String installed(String field) {
    return staff.get(base + "/installs/prod").body().path(field).asText();
  }

  private Leased begun() {
    List<Leased> leased = jobs.leaseFor(hosted, 4, Set.of("make-base-layer"));
    assertThat(leased).hasSize(1);
    Leased job = leased.getFirst();
    jobs.said(hosted, job.job(), new Accept(job.lease().epoch()), Optional.empty());
    return job;
  }

  private void ended(Leased job, Outcome outcome, JobReport report) {
    jobs.said(hosted, job.job(), new Finish(job.lease().epoch(), outcome), Optional.of(report));
  }

  private Optional<ProvisionGrant> grant(Leased job) {
    return transactions
        .inOrg(org, tx -> roles.secretOf(tx, jobs.find(tx, org, job.job()).orElseThrow()))
        .map(Secret::reveal)
        .map(ProvisionGrant::read);
  }

  @Test
  @Tag("C30.no-stored-credential")
  void theHostedRunnerGetsTheRoleForOneJobAndThenItIsForgotten() {
    prod();
    Answer asked =
        lent(
            "prod",
            "{\"role\":\"%s\",\"network\":\"10.80.0.0/16\",\"clusterAccess\":\"arn:aws:iam::123456789012:user/ann\"}"
                .formatted(ROLE));
    assertThat(asked.status()).as(asked.raw().body()).isEqualTo(202);
    assertThat(asked.raw().body()).doesNotContain(ROLE);
    assertThat(installed("status")).isEqualTo("base-layer");
    assertThat(installed("reason")).contains(asked.body().path("job").asText());
    assertThat(lent("prod", role(ROLE)).raw().body()).contains("base-layer-busy");

    Leased job = begun();
    ProvisionGrant grant = grant(job).orElseThrow();
    String external =
        staff.get(base + "/installs/prod/installer").body().path("externalId").asText();
    assertThat(LentRoleGrant.in(grant.provider())).contains(new LentRoleGrant(ROLE, external));
    assertThat(grant.bucket()).isEqualTo("bowline-state-" + installed("id"));
    assertThat(grant.variables())
        .hasToString(
            "{\"name\":\"prod\",\"control_plane\":{\"cidrs\":[\"203.0.113.0/28\"]},\"vpc\":{\"cidr\":\"10.80.0.0/16\"},\"installer_access\":\"arn:aws:iam::123456789012:user/ann\"}");

    ended(
        job,
        new Outcome.Done(),
        new JobReport.FleetProvisioned(Map.of("cluster_name", "bowline-prod")));
    assertThat(installed("status")).isEqualTo("awaiting-runner");
    assertThat(installed("reason")).contains("delete the role");
    assertThat(
            staff.get(base + "/installs/prod/lent-role").body().at("/made/cluster_name").asText())
        .isEqualTo("bowline-prod");
    assertThat(grant(job)).isEmpty();
    for (String table : List.of("lent_role", "job", "audit_entry", "install", "install_status")) {
      assertThat(TestDatabase.dump(table)).as(table).doesNotContain("canary77");
    }
  }

  @Test
  void whatFailsIsSaidOnTheInstallAndTheRoleIsLentAnew() {
    prod();
    assertThat(lent("prod", role(ROLE)).status()).isEqualTo(202);
    ended(
        begun(),
        new Outcome.Failed(new Failure("role-refused", "AWS does not give the role.", false)),
        new JobReport.Nothing());
    assertThat(installed("status")).isEqualTo("draft");
    assertThat(installed("reason")).contains("AWS does not give the role.");
    assertThat(staff.get(base + "/installs/prod/lent-role").body().path("why").asText())
        .isEqualTo("AWS does not give the role.");
    assertThat(TestDatabase.dump("lent_role")).doesNotContain("canary77");

    assertThat(lent("prod", role(ROLE)).status()).isEqualTo(202);
    assertThat(grant(begun())).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | role",
        "{\"role\":\"arn:aws:iam::123456789012:user/ann\"} | role",
        "{\"role\":\"arn:aws:iam::999999999999:role/theirs\"} | 123456789012",
        "{\"role\":\"arn:aws:iam::123456789012:role/a\",\"network\":\"10.0.0.0/8\"} | network",
        "{\"role\":\"arn:aws:iam::123456789012:role/a\",\"clusterAccess\":\"ann\"} | clusterAccess"
      })
  void whatIsNoLoanIsRefusedByItsField(String body, String field) {
    prod();
    Answer refused = lent("prod", body);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.raw().body()).contains(field);
    assertThat(installed("status")).isEqualTo("draft");
    assertThat(staff.get(base + "/installs/prod/lent-role").status()).isEqualTo(404);
  }

  @Test
  void whereNoBaseLayerIsWantedNoneIsMade() {
    install("hill", "azure", "11111111-2222-4333-8444-555555555555", "westeurope");
    assertThat(lent("hill", role(ROLE)).raw().body()).contains("aws alone", "azure");
    prod();
    assertThat(staff.post(base + "/installs/prod/abandon", "{\"confirm\":\"prod\"}").status())
        .isEqualTo(200);
    Answer late = lent("prod", role(ROLE));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.raw().body()).contains("abandoned");
  }
}
