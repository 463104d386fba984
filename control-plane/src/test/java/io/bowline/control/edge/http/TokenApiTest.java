package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.install.RunningInstall;
import io.bowline.control.org.TestOwner;
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
      assertThat(refused.body().path("detail").asText()).contains("some installs alone");
    }
    assertThat(bound.get("/api/v1/organizations/other-org/installs/one").status()).isEqualTo(404);
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
