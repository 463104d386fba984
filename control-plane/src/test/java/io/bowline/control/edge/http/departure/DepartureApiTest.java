package io.bowline.control.edge.http.departure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Deleting an organization, over the API.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class DepartureApiTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller anybody;
  private TestCaller staff;
  private String org;
  private String name;

  @BeforeEach
  void organization() {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    org = "/api/v1/organizations/" + staff.organization();
    name = staff.get(org).body().path("name").asText();
  }

  private TestCaller joined(TestCaller by, String email, String role) {
    Answer invited =
        by.post(
            org + "/invitations",
            "{\"email\":\"%s@example.com\",\"role\":\"%s\"}".formatted(email, role));
    Answer accepted =
        anybody.post(
            "/api/v1/invitations/accept",
            "{\"invitation\":\"%s\",\"name\":\"%s\"}"
                .formatted(invited.body().path("invitation").asText(), email));
    return anybody.with(accepted.body().path("token").asText());
  }

  private static Answer delete(TestCaller by, String path) {
    return by.send(by.request(path).DELETE());
  }

  @Test
  void anOwnerDeletesAndTakesItBackAndNobodyBelow() {
    TestCaller anna = joined(staff, "anna", "owner");
    TestCaller ben = joined(anna, "ben", "admin");

    Answer refused = delete(ben, org + "?confirm=" + name);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body().path("detail").asText()).contains("an owner of the organization");
    Answer unnamed = delete(anna, org);
    assertThat(unnamed.status()).isBetween(400, 422);
    assertThat(unnamed.raw().body()).contains("confirm");
    assertThat(delete(anna, org + "?confirm=other").raw().body()).contains("confirm");
    assertThat(anna.get(org + "/deletion").status()).isEqualTo(404);

    Answer asked = delete(anna, org + "?confirm=" + name);
    assertThat(asked.status()).as(asked.raw().body()).isEqualTo(202);
    JsonNode body = asked.body();
    assertThat(
            Duration.between(
                Instant.parse(body.path("askedAt").asText()),
                Instant.parse(body.path("dueAt").asText())))
        .isEqualTo(Duration.ofDays(7));
    assertThat(body.path("shreddedAt").isNull()).isTrue();
    JsonNode shown = anna.get(org + "/deletion").body();
    assertThat(shown.path("askedBy").asText()).startsWith("member/");
    assertThat(shown.path("waitsFor")).isEmpty();
    assertThat(staff.get("/api/v1/deletions?limit=200").body().path("items"))
        .extracting(item -> item.path("name").asText())
        .contains(name);

    assertThat(delete(ben, org + "/deletion").status()).isEqualTo(403);
    assertThat(delete(anna, org + "/deletion").status()).isEqualTo(204);
    assertThat(delete(anna, org + "/deletion").status()).isEqualTo(404);
  }

  @Test
  void whatIsStillThereIsNamed() {
    staff.post(
        org + "/installs",
        "{\"name\":\"prod\",\"product\":\"acme/streaming\",\"cloud\":\"byok\",\"account\":\"1\",\"region\":\"eu\"}");

    Answer occupied = delete(staff, org + "?confirm=" + name);
    assertThat(occupied.status()).isEqualTo(409);
    assertThat(occupied.body().path("detail").asText()).contains("install prod");
  }
}
