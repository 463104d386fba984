package io.bowline.control.edge.http.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.grpc.LinkServer;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.model.identity.Identity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The hosted runner of an organization over the real listeners.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class HostedRunnerApiTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject LinkServer link;
  private TestCaller staff;
  private String org;
  private String base;

  @BeforeEach
  void organization() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = "/api/v1/organizations/" + staff.organization();
    base = org + "/hosted-runners";
  }

  private TestRunner enrolled() {
    Answer made = staff.post(base, "{}");
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    String token = made.body().path("token").asText();
    assertThat(made.body().path("bootstrap").path("token").asText()).isEqualTo(token);
    var runner = new TestRunner(link.port().orElseThrow(), authority.bundle());
    runner.enroll(token, "", "");
    return runner;
  }

  @Test
  void theStaffMakesOneAndWhoeverMayReadSeesItAndNoListOfInstallsDoes() {
    assertThat(staff.get(base).body().path("items")).isEmpty();
    TestRunner runner = enrolled();
    assertThat(runner.role()).isEqualTo(Identity.Role.HOSTED);
    JsonNode shown = staff.get(base).body().path("items").path(0);
    assertThat(shown.path("connected").asBoolean()).isFalse();
    assertThat(shown.path("enrolledAt").asText()).isNotEmpty();
    assertThat(staff.get(org + "/installs").body().path("items")).isEmpty();
    assertThat(staff.get(org + "/audit").raw().body()).contains("runner.enroll");
    // nor is it one of theirs to revoke
    String id = shown.path("id").asText();
    assertThat(staff.delete(org + "/runners/" + id).status()).isEqualTo(404);
    assertThat(staff.delete(base + "/" + id).status()).isEqualTo(204);
    assertThat(staff.get(base).body().path("items").path(0).path("revokedBecause").asText())
        .isEqualTo("revoked by the vendor");
  }

  @Test
  void anotherOneTakesItsPlaceAndATokenIsGoodForOne() {
    enrolled();
    enrolled();
    JsonNode all = staff.get(base).body().path("items");
    assertThat(all).hasSize(2);
    assertThat(all.path(0).has("revokedBecause")).isFalse();
    assertThat(all.path(1).path("revokedBecause").asText()).startsWith("replaced by");
  }

  @Test
  void whatItWasAskedForIsListed() {
    String provider =
        """
        {"identifier":"x","provider_type":"aws","configuration":
          {"aws_access_key":"AKIAIOSFODNN7EXAMPLE","aws_access_secret":"%s"}}\
        """
            .formatted("a".repeat(40));
    assertThat(staff.post(org + "/fleet-providers/", provider).status()).isEqualTo(201);
    Answer asked = staff.post(org + "/fleet-providers/x/validate/", "");
    assertThat(asked.status()).as(asked.raw().body()).isEqualTo(202);
    JsonNode job = staff.get(base + "/jobs").body().path("items").path(0);
    assertThat(job.path("id").asText()).isEqualTo(asked.body().path("job").asText());
    assertThat(job.path("kind").asText()).isEqualTo("check-provider");
    assertThat(job.path("reason").asText()).contains("not connected");
  }
}
