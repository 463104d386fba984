package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What makes something can be sent again without making it twice, and is refused, with what to do,
/// when it could never come to anything.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class CreatesTest {
  /// They make nothing: the same again is answered as before, or as what is over.
  private static final Set<String> ACTIONS =
      Set.of(
          "/api/v1/calculators/capacity",
          "/api/v1/door-reports",
          "/api/v1/invitations/accept",
          "/api/v1/organizations/{org}/base-domains/{domain}/check",
          "/api/v1/organizations/{org}/account/recovery-codes",
          "/api/v1/organizations/{org}/account/totp",
          "/api/v1/organizations/{org}/account/totp/confirm",
          "/api/v1/organizations/{org}/account/totp/remove",
          "/api/v1/password-resets/accept",
          "/api/v1/sign-in",
          "/api/v1/sign-in/sso/exchange",
          "/api/v1/organizations/{org}/fleet-providers/{provider}/validate",
          "/api/v1/organizations/{org}/infrastructure/{fleet}/kubeconfig",
          "/api/v1/organizations/{org}/data-key/rotate",
          "/api/v1/organizations/{org}/infrastructure/{fleet}/retry",
          "/api/v1/organizations/{org}/installs/{install}/abandon",
          // the same word twice is one word
          "/api/v1/organizations/{org}/installs/{install}/preflight/overrulings",
          "/api/v1/organizations/{org}/installs/{install}/close",
          "/api/v1/organizations/{org}/installs/{install}/inventory",
          "/api/v1/organizations/{org}/installs/{install}/runner-gone",
          "/api/v1/organizations/{org}/installs/{install}/lent-role",
          "/api/v1/organizations/{org}/jobs/{job}/cancel",
          "/api/v1/organizations/{org}/members/leave",
          "/api/v1/organizations/{org}/plans/{plan}/approvals",
          "/api/v1/organizations/{org}/staff-accesses/{access}/approve",
          "/api/v1/organizations/{org}/staff-accesses/{access}/end",
          "/api/v1/organizations/{org}/staff-accesses/{access}/refuse",
          "/api/v1/registry/collections",
          "/api/v1/releases/{digest}/unyank",
          "/api/v1/releases/{digest}/yank");

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject RunningInstall running;

  private TestCaller staff;
  private String id;
  private String org;

  @BeforeEach
  void organization() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    id = staff.organization();
    org = "/api/v1/organizations/" + id;
  }

  private Answer install(String name, String product) {
    return staff.post(
        org + "/installs",
        """
        {"name":"%s","product":"%s","cloud":"byok","region":"r","account":"a"}\
        """
            .formatted(name, product));
  }

  @Test
  void everyCreateTakesAnIdempotencyKey() {
    JsonNode paths = staff.get("/api/v1/openapi?format=json").body().path("paths");
    var without = new ArrayList<String>();
    var with = new ArrayList<String>();
    paths
        .properties()
        .forEach(path -> {
          JsonNode post = path.getValue().path("post");
          if (!post.isMissingNode() && !ACTIONS.contains(path.getKey())) {
            (takesKey(post) ? with : without).add(path.getKey());
          }
        });
    assertThat(without).isEmpty();
    assertThat(with).hasSizeGreaterThanOrEqualTo(10);
  }

  private static boolean takesKey(JsonNode operation) {
    return operation
        .path("parameters")
        .valueStream()
        .anyMatch(parameter -> parameter.path("name").asText().equals("Idempotency-Key"));
  }

  @Test
  void anEnrollmentTokenThatIsAskedForAgainIsTheSameOneWithoutItsText() {
    assertThat(install("one", "acme/streaming").status()).isEqualTo(201);
    String tokens = org + "/installs/one/enrollment-tokens";
    Answer first = staff.post(tokens, "{}", "Idempotency-Key", "k");
    assertThat(first.status()).as(first.raw().body()).isEqualTo(201);
    String text = first.body().path("token").asText();
    assertThat(text).startsWith("bwle_");
    assertThat(first.body().path("bootstrap").path("token").asText()).isEqualTo(text);

    Answer again = staff.post(tokens, "{}", "Idempotency-Key", "k");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body().path("id")).isEqualTo(first.body().path("id"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.raw().body()).doesNotContain(text).doesNotContain("bwle_");
    assertThat(staff.post(tokens, "{}").body().path("id")).isNotEqualTo(first.body().path("id"));

    assertThat(install("two", "acme/streaming").status()).isEqualTo(201);
    Answer other =
        staff.post(org + "/installs/two/enrollment-tokens", "{}", "Idempotency-Key", "k");
    assertThat(other.status()).isEqualTo(422);
  }

  @Test
  void anInstallOfAProductThatIsNotOpenToTheOrganizationIsRefused() {
    Answer refused = install("one", "acme/other");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body().path("field").asText()).isEqualTo("product");
    assertThat(refused.body().path("detail").asText())
        .contains("entitled to acme/streaming")
        .contains("ask the vendor");
    assertThat(staff.get(org + "/installs").body().path("items")).isEmpty();
    assertThat(install("one", "acme/streaming").status()).isEqualTo(201);
  }

  @Test
  void aCaptureOfAComponentThatIsNotThereIsRefusedWithThoseThatAre() {
    String install = install("one", "acme/streaming").body().path("id").asText();
    Answer none = capture("broker");
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.body().path("detail").asText()).contains("no release yet");

    running.of(id, install, "broker", "connector");
    Answer unknown = capture("brokre");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.body().path("field").asText()).isEqualTo("components");
    assertThat(unknown.body().path("detail").asText()).contains("it has broker, connector");
    assertThat(staff.get(org + "/jobs?install=one").body().path("items")).isEmpty();
    assertThat(capture("broker").status()).isEqualTo(201);
  }

  private Answer capture(String component) {
    return staff.post(
        org + "/installs/one/captures",
        "{\"components\":[\"%s\"],\"until\":\"%s\"}"
            .formatted(component, Instant.now().plusSeconds(900)));
  }
}
