package io.bowline.control.edge.http.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.store.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the API hands out once is nowhere in the database afterwards, in no form of writing, also
/// where an answer is kept for who asks again.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class IssuedSecretsTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller staff;
  private String org;

  @BeforeEach
  void organization() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = "/api/v1/organizations/" + staff.organization();
  }

  private String handedOut(String path, String body, String field) {
    Answer answer = staff.post(org + path, body, "Idempotency-Key", "canary" + path);
    assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 201);
    String secret = answer.body().path(field).asText();
    assertThat(secret).as(answer.raw().body()).hasSizeGreaterThan(20);
    return secret;
  }

  @Test
  void whatIsHandedOutOnceIsInNoTable() {
    var canaries =
        List.of(
            new Canary(
                "token", handedOut("/tokens", "{\"name\":\"ci\",\"scopes\":[\"read\"]}", "token")),
            new Canary(
                "invitation",
                handedOut(
                    "/invitations",
                    "{\"email\":\"a@example.com\",\"role\":\"owner\"}",
                    "invitation")));
    assertThat(TestDatabase.dump("api_token")).contains("ci");
    Canary.inNoTable(canaries);
  }
}
