package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.install.RunningInstall;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.model.id.OrgId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tokens for some installs, and of service accounts, over the API.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class TokenApiTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject RunningInstall running;

  private TestCaller anybody;
  private TestCaller staff;
  private String id;
  private String org;

  @Inject Fleets fleets;
  @Inject Transactions transactions;

  @BeforeEach
  void organization() {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    id = staff.organization();
    org = "/api/v1/organizations/" + id;
  }

  private Answer token(String more) {
    return staff.post(
        org + "/tokens", "{\"name\":\"t\",\"scopes\":[\"read\",\"write\"]%s}".formatted(more));
  }

  private TestCaller bearer(Answer made) {
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    return anybody.with(made.body().path("token").asText());
  }

  private String install(String name) {
    Answer made =
        staff.post(
            org + "/installs",
            "{\"name\":\"%s\",\"product\":\"acme/streaming\",\"cloud\":\"byok\",\"region\":\"r\",\"account\":\"a\"}"
                .formatted(name));
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    String install = made.body().path("id").asText();
    running.of(id, install, "broker");
    return install;
  }

  private Answer capture(TestCaller by, String install) {
    return by.post(
        org + "/installs/" + install + "/captures",
        "{\"components\":[\"broker\"],\"until\":\"%s\"}".formatted(Instant.now().plusSeconds(900)));
  }

  @Test
  @Tag("P22.scoped")
  void aTokenForOneInstallWorksThereAndSeesNoOther() {
    String one = install("one");
    String two = install("two");
    Answer made = token(",\"installs\":[\"one\"]");
    assertThat(made.body().path("installs")).hasSize(1);
    assertThat(made.body().path("installs").get(0).asText()).isEqualTo(one);
    TestCaller bound = bearer(made);

    assertThat(bound.get(org + "/installs/one").status()).isEqualTo(200);
    assertThat(bound.get(org + "/installs/" + one + "/runners").status()).isEqualTo(200);
    Answer own = capture(bound, "one");
    assertThat(own.status()).as(own.raw().body()).isEqualTo(201);
    String job = own.body().path("job").asText();
    assertThat(bound.get(org + "/jobs/" + job).status()).isEqualTo(200);

    String others = capture(staff, "two").body().path("job").asText();
    Answer foreign = bound.get(org + "/installs/two");
    Answer nobodys = bound.get(org + "/installs/three");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.raw().body()).isEqualTo(nobodys.raw().body());
    assertThat(foreign.raw().body()).isEqualTo(staff.get(org + "/installs/three").raw().body());
    assertThat(bound.get(org + "/installs/" + two).status()).isEqualTo(404);
    assertThat(capture(bound, "two").status()).isEqualTo(404);
    assertThat(bound.get(org + "/jobs/" + others).status()).isEqualTo(404);
    assertThat(bound.post(org + "/jobs/" + others + "/cancel", "{\"reason\":\"r\"}").status())
        .isEqualTo(404);
    assertThat(staff.get(org + "/jobs/" + others).body().path("phase").asText())
        .isNotEqualTo("cancelled");

    for (String list : new String[] {"", "/installs", "/jobs", "/jobs?install=one", "/members"}) {
      Answer refused = bound.get(org + list);
      assertThat(refused.status()).as(list).isEqualTo(403);
      assertThat(refused.body().path("detail").asText()).contains("some installs or fleets alone");
    }
    assertThat(bound.get("/api/v1/organizations/other-org/installs/one").status()).isEqualTo(404);
  }

  private void fleet(String name) {
    Answer made =
        staff.post(
            org + "/infrastructure",
            """
            {"identifier":"%s","infra_type":"byok","domain":"%s.example.com","max_tenants":4,
             "max_kafka_units":40,"tenancy_mode":"shared","advanced_config":{},"placement_config":{}}\
            """
                .formatted(name, name));
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    OrgId owner = OrgId.parse(id);
    transactions.runInOrg(
        owner,
        tx -> {
          for (FleetStatus to : new FleetStatus[] {FleetStatus.PROVISIONING, FleetStatus.HEALTHY}) {
            fleets.move(tx, fleets.find(tx, owner, name).orElseThrow(), to, "");
          }
        });
    Answer cluster =
        staff.post(
            org + "/clusters",
            """
            {"identifier":"on-%s","tenancy_mode":"shared","kafka_units":1,"fleet":"%s"}\
            """
                .formatted(name, name));
    assertThat(cluster.status()).as(cluster.raw().body()).isEqualTo(201);
  }

  @Test
  @Tag("P22.scoped")
  void aTokenForOneFleetWorksThereAndSeesNoOther() {
    fleet("one");
    fleet("two");
    install("there");
    Answer made = token(",\"fleets\":[\"one\"]");
    assertThat(made.body().path("fleets")).hasSize(1);
    TestCaller bound = bearer(made);

    assertThat(bound.get(org + "/infrastructure/one").status()).isEqualTo(200);
    assertThat(bound.get(org + "/infrastructure/one/status").status()).isEqualTo(200);
    assertThat(bound.get(org + "/clusters/on-one").status()).isEqualTo(200);
    for (String other : new String[] {"/infrastructure/", "/clusters/on-"}) {
      Answer foreign = bound.get(org + other + "two");
      assertThat(foreign.status()).as(other).isEqualTo(404);
      assertThat(foreign.raw().body()).isEqualTo(bound.get(org + other + "three").raw().body());
    }
    assertThat(bound.get(org + "/installs/there").status()).isEqualTo(404);
    for (String list : new String[] {"", "/installs", "/infrastructure", "/clusters"}) {
      assertThat(bound.get(org + list).status()).as(list).isEqualTo(403);
    }
    assertThat(bound.get("/api/v1/organizations/other-org/infrastructure/one").status())
        .isEqualTo(404);
    assertThat(bearer(token(",\"installs\":[\"there\"]")).get(org + "/infrastructure/one").status())
        .isEqualTo(404);
  }

  @Test
  void aTokenIsForFleetsThatAreThere() {
    assertThat(token(",\"fleets\":[\"none\"]").body().path("field").asText()).isEqualTo("fleets");
  }

  @Test
  void aTokenIsForInstallsThatAreThere() {
    assertThat(token(",\"installs\":[]").body().path("field").asText()).isEqualTo("installs");
    assertThat(token(",\"installs\":[null]").body().path("field").asText()).isEqualTo("installs");
    assertThat(token(",\"installs\":[\"none\"]").body().path("field").asText())
        .isEqualTo("installs");
  }

  @Test
  void aServiceAccountDoesWhatItsRoleAllowsWhoeverMadeItsTokens() {
    Answer made = account("ci", "operator");
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    String account = made.body().path("id").asText();
    String of = ",\"serviceAccount\":\"%s\"".formatted(account);
    Answer issued = token(of);
    TestCaller ci = bearer(issued);
    assertThat(issued.body().path("member").asText()).isEqualTo(account);
    assertThat(ci.get(org + "/service-accounts").body().path("items").get(0).path("name").asText())
        .isEqualTo("ci");
    install("one");
    assertThat(capture(ci, "one").status()).isEqualTo(201);
    assertThat(staff.get(org + "/audit").raw().body()).contains("service/" + account);
    assertThat(ci.get(org + "/tokens").status()).isEqualTo(403);
    assertThat(staff.get(org + "/members").body().path("items")).as("no person").isEmpty();

    assertThat(role(account, "viewer").status()).isEqualTo(200);
    assertThat(capture(ci, "one").status()).isEqualTo(403);
    assertThat(token(of).body().path("field").asText()).as("beyond its role").isEqualTo("scopes");

    assertThat(staff.delete(org + "/service-accounts/" + account).status()).isEqualTo(204);
    assertThat(ci.get(org + "/service-accounts").status()).isEqualTo(401);
    assertThat(token(of).body().path("field").asText()).isEqualTo("serviceAccount");
    assertThat(account("ci", "viewer").status()).as("the name is free again").isEqualTo(201);
  }

  @Test
  void noServiceAccountIsAnOwnerNorHasAnothersName() {
    assertThat(account("ci", "owner").body().path("field").asText()).isEqualTo("role");
    assertThat(account("C I", "viewer").body().path("field").asText()).isEqualTo("name");
    Answer made = account("ci", "viewer");
    assertThat(made.status()).isEqualTo(201);
    assertThat(account("ci", "viewer").status()).isEqualTo(409);
    assertThat(role(made.body().path("id").asText(), "owner").status()).isEqualTo(422);
    assertThat(staff.get(org + "/members/" + made.body().path("id").asText()).status())
        .isEqualTo(404);
  }

  private Answer account(String name, String role) {
    return staff.post(
        org + "/service-accounts", "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role));
  }

  private Answer role(String account, String role) {
    HttpRequest.Builder request =
        staff
            .request(org + "/service-accounts/" + account + "/role")
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"role\":\"%s\"}".formatted(role)));
    return staff.send(request);
  }
}
