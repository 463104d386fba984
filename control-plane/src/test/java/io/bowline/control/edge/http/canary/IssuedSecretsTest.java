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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static List<String> forms(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    return List.of(
        secret,
        HexFormat.of().formatHex(bytes),
        // the last letters depend on what follows
        base64.substring(0, base64.length() - 2),
        secret.substring(secret.length() - 16));
  }

  @Test
  void whatIsHandedOutOnceIsInNoTable() {
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put("token", handedOut("/tokens", "{\"name\":\"ci\",\"scopes\":[\"read\"]}", "token"));
    secrets.put(
        "invitation",
        handedOut(
            "/invitations", "{\"email\":\"a@example.com\",\"role\":\"owner\"}", "invitation"));
    assertThat(TestDatabase.dump("api_token")).contains("ci");

    Map<String, String> tables = new LinkedHashMap<>();
    TestDatabase.tables().forEach(table -> tables.put(table, TestDatabase.dump(table)));
    secrets.forEach((what, secret) ->
        tables.forEach((table, rows) -> {
          for (String form : forms(secret)) {
            assertThat(rows.contains(form)).as("%s in %s", what, table).isFalse();
          }
        }));
  }
}
