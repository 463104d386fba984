package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Limits of an organization as staff set them and its members see them.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class RegistryLimitApiTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller staff;
  private TestCaller member;
  private String path = "";

  @BeforeEach
  void found() {
    TestCaller anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    String org = "/api/v1/organizations/" + staff.organization();
    Answer token =
        staff.post(org + "/tokens", "{\"name\":\"ci\",\"scopes\":[\"read\",\"write\",\"admin\"]}");
    member = anybody.with(token.body().path("token").asText());
    path = org + "/registry-limits";
  }

  private Answer put(TestCaller by, String json) {
    return by.send(
        by.request(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  @Test
  void membersSeeTheLimitsAndStaffSetThem() {
    JsonNode usual = member.get(path).body();
    assertThat(usual.path("requestsPerSecond").asInt()).isEqualTo(200);
    assertThat(usual.path("bytesPulled").asLong(-1)).isZero();
    assertThat(usual.path("bytesStored").asLong()).isEqualTo(1L << 40);
    assertThat(usual.path("repositories").asInt()).isEqualTo(10_000);
    assertThat(usual.path("held").path("bytes").asLong(-1)).isZero();
    assertThat(usual.has("own")).isFalse();
    assertThat(put(member, "{\"transfers\":9}").status()).isEqualTo(403);
    assertThat(member.delete(path).status()).isEqualTo(403);

    Answer set = put(staff, "{\"transfers\":9,\"bytesPerDay\":0,\"bytesStored\":77}");
    assertThat(set.status()).as(set.raw().body()).isEqualTo(200);
    JsonNode now = member.get(path).body();
    assertThat(now.path("transfers").asInt()).isEqualTo(9);
    assertThat(now.path("bytesPerDay").asLong(-1)).isZero();
    assertThat(now.path("requestsPerSecond").asInt()).isEqualTo(200);
    assertThat(now.path("bytesStored").asLong()).isEqualTo(77);
    assertThat(now.path("own").path("bytesStored").asLong()).isEqualTo(77);
    assertThat(now.path("own").has("repositories")).isFalse();
    assertThat(now.path("own").path("transfers").asInt()).isEqualTo(9);
    assertThat(now.path("setBy").asText()).isEqualTo("staff/tester");

    assertThat(staff.delete(path).status()).isEqualTo(204);
    assertThat(member.get(path).body().path("transfers").asInt()).isEqualTo(64);
  }

  @Test
  void aLimitIsNotNegative() {
    Answer refused = put(staff, "{\"transfers\":-1}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.raw().body()).contains("transfers", "0 is no limit");
    assertThat(put(staff, "{\"bytesStored\":-1}").status()).isEqualTo(422);
    assertThat(put(staff, "{\"repositories\":-5}").status()).isEqualTo(422);
    assertThat(put(staff, "{\"bytesStored\":9223372036854775808}").status()).isBetween(400, 422);
    assertThat(put(staff, "{\"repositories\":2147483648}").status()).isBetween(400, 422);
  }
}
