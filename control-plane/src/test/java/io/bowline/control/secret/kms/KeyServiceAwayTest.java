package io.bowline.control.secret.kms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.domain.certificate.TestChain;
import io.bowline.control.edge.http.KeptLog;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.testkit.RequiresPart;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the API says while the service that has the master key refuses: what needs a secret waits
/// and has changed nothing, the rest goes on, and afterwards all goes on.
@Tag("real")
@RequiresPart("moto_server")
@QuarkusTest
@TestProfile(KeyServiceAwayTest.OfItsOwn.class)
class KeyServiceAwayTest {
  /// A process that no other test looks at, on no other's database.
  public static final class OfItsOwn implements QuarkusTestProfile {
    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(GuardedKms.class));
    }
  }

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  @AfterEach
  void comesBack() {
    GuardedKms.answers();
  }

  /// Requests that seal a secret, by their operation in the API's description.
  private static Map<String, String> sealing() {
    TestChain chain = TestChain.of("kafka.example.com");
    var all = new LinkedHashMap<String, String>();
    all.put(
        "fleet-providers",
        """
        {"identifier":"main","provider_type":"aws","configuration":
          {"aws_access_key":"AKIAIOSFODNN7EXAMPLE","aws_access_secret":"%s"}}\
        """
            .formatted("a".repeat(40)));
    all.put(
        "base-domains",
        JsonNodeFactory.instance
            .objectNode()
            .put("domain", "kafka.example.com")
            .put("tls_cert", chain.chain())
            .put("tls_key", chain.key())
            .toString());
    all.put(
        "infrastructure/calm/kubeconfig",
        """
        {"kubeconfig":"{contexts: [{name: a, context: {cluster: a, user: a}}], users: [{name: a, user: {token: t}}], clusters: [{name: a, cluster: {server: 'https://k.example.com'}}]}"}\
        """);
    return all;
  }

  @Test
  void whatNeedsASecretWaitsAndTheRestGoesOn() {
    TestCaller staff =
        TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    String base = "/api/v1/organizations/" + staff.organization() + "/";
    Answer fleet =
        staff.post(
            base + "infrastructure",
            """
            {"identifier":"calm","infra_type":"byok","domain":"f.example.com","max_tenants":4,
             "max_kafka_units":40,"tenancy_mode":"shared"}\
            """);
    assertThat(fleet.status()).as(fleet.raw().body()).isEqualTo(201);
    long entries = entries(staff, base);

    for (String code : new String[] {"ThrottlingException", "AccessDeniedException"}) {
      GuardedKms.refuses(code);
      KeptLog logged = KeptLog.begin();
      try {
        sealing()
            .forEach((path, body) -> {
              Answer answer = staff.post(base + path, body);
              assertThat(answer.status()).as(path + ": " + answer.raw().body()).isEqualTo(503);
              assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
              assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
              assertThat(answer.body().path("detail").asText()).contains("try again");
              assertThat(answer.raw().body()).doesNotContain("KMS", "arn:aws");
            });
        assertThat(staff.get(base + "fleet-providers").status()).isEqualTo(200);
        assertThat(staff.post(base + "tokens", "{\"name\":\"ci\",\"scopes\":[\"read\"]}").status())
            .as("needs no secret")
            .isEqualTo(201);
      } finally {
        logged.close();
      }
      assertThat(logged.text())
          .contains(
              code.startsWith("Throttling")
                  ? "takes no more requests of this account just now"
                  : "needs kms:Encrypt and kms:Decrypt");
    }
    assertThat(entries(staff, base)).as("the two tokens' alone").isEqualTo(entries + 2);

    GuardedKms.answers();
    sealing()
        .forEach((path, body) -> {
          Answer answer = staff.post(base + path, body);
          assertThat(answer.status()).as(path + ": " + answer.raw().body()).isBetween(200, 202);
        });
  }

  private static long entries(TestCaller staff, String base) {
    return staff.get(base + "audit?limit=200").body().path("items").size();
  }

  @Test
  void theStartItselfIsOnRecord() {
    TestCaller staff =
        TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    Answer changes = staff.get("/api/v1/configuration-changes?limit=200");
    assertThat(changes.status()).as(changes.raw().body()).isEqualTo(200);
    assertThat(changes.raw().body())
        .as("compared under a key of the system that is wrapped by the service")
        .contains("bowline.secret.kms-key");
  }

  @Test
  void theDescriptionSaysItOfThem() {
    String described =
        TestCaller.to(address.getPort(), TestTrust.of(authority))
            .get("/api/v1/openapi")
            .raw()
            .body();
    for (String path : sealing().keySet()) {
      String place = "/organizations/{org}/" + path.replace("calm", "{fleet}") + ":";
      String from = described.substring(described.indexOf(place));
      String post = from.substring(from.indexOf("    post:"));
      String operation = post.substring(0, post.indexOf("default:"));
      assertThat(operation)
          .as(path)
          .containsPattern(
              Pattern.compile("\"503\":\\s+\\$ref: \"#/components/responses/KeyAway\""));
    }
  }
}
