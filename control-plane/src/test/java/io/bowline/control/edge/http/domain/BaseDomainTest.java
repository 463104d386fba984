package io.bowline.control.edge.http.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.domain.Claim;
import io.bowline.control.domain.TestDomains;
import io.bowline.control.domain.certificate.TestChain;
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
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Base domains over the real listener.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class BaseDomainTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TestChain CHAIN = TestChain.of("kafka.example.com");
  private static final TestChain NEWER = TestChain.of("kafka.example.com");
  private static final String TIME = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject TestDomains sealed;

  private TestCaller staff;
  private String org;
  private String name;
  private String base;

  @BeforeEach
  void organization() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = staff.organization();
    name = staff.get("/api/v1/organizations/" + org).body().path("name").asText();
    base = "/organizations/" + name + "/base-domains/";
  }

  private static ObjectNode domain(String domain) {
    return JSON.createObjectNode().put("domain", domain);
  }

  private static ObjectNode certified() {
    return domain("kafka.example.com").put("tls_cert", CHAIN.chain()).put("tls_key", CHAIN.key());
  }

  private JsonNode made(ObjectNode body) {
    Answer answer = staff.post(base, body.toString());
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body();
  }

  private String refused(String field, ObjectNode body) {
    return refused(field, staff.post(base, body.toString()));
  }

  private static String refused(String field, Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
    assertThat(answer.body().path("field").asText()).isEqualTo(field);
    assertThat(answer.raw().body()).doesNotContain("PRIVATE KEY-");
    return answer.body().path("detail").asText();
  }

  private Answer patch(String domain, JsonNode body) {
    return staff.send(
        staff
            .request(base + domain + "/")
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body.toString())));
  }

  private void provider(String identifier) {
    ObjectNode body =
        JSON.createObjectNode().put("identifier", identifier).put("provider_type", "aws");
    body.putObject("configuration")
        .put("aws_access_key", "AKIAIOSFODNN7EXAMPLE")
        .put("aws_access_secret", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    assertThat(staff.post("/organizations/" + name + "/fleet-providers/", body.toString()).status())
        .isEqualTo(201);
  }

  @Test
  void aDomainIsShownWithTheDocumentedNames() {
    JsonNode made = made(domain("Kafka.Example.com.").put("organization", name));
    assertThat(made.path("domain").asText()).isEqualTo("kafka.example.com");
    assertThat(made.path("organization").asText()).isEqualTo(name);
    assertThat(made.path("dns_provider").asText()).isEqualTo("None");
    for (String nothing : List.of("tls_cert", "tls_key", "dns_base_domain", "aws", "certificate")) {
      assertThat(made.path(nothing).isNull()).as(nothing).isTrue();
    }
    assertThat(made.path("ownership").path("record").asText())
        .isEqualTo("_bowline-challenge.kafka.example.com");
    assertThat(made.path("ownership").path("value").asText())
        .matches("bowline-domain=[0-9a-f]{32}");
    assertThat(made.path("created_at").asText()).matches(TIME);
    assertThat(staff.get(base + "kafka.example.com/").body()).isEqualTo(made);
    assertThat(staff.get(base + "KAFKA.example.com").body()).isEqualTo(made);
    assertThat(staff.get("/api/v1" + base).body().path("items")).containsExactly(made);
    assertThat(staff.delete(base + "kafka.example.com/").status()).isEqualTo(204);
    assertThat(staff.get(base + "kafka.example.com/").status()).isEqualTo(404);
    assertThat(staff.delete(base + "kafka.example.com/").status()).isEqualTo(404);
    assertThat(staff.get(base + "*.example.com/").status()).isEqualTo(404);
  }

  @Test
  void aCertificateIsShownAndItsKeyIsNot() {
    JsonNode made = made(certified());
    assertThat(made.path("tls_cert").asText()).startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(made.path("tls_key").asText()).isEqualTo("********");
    assertThat(made.path("certificate").path("issuer").asText()).isEqualTo("CN=between");
    assertThat(made.path("certificate").path("not_after").asText()).matches(TIME);
    assertThat(made.path("certificate").path("names")).hasSize(2);
    assertThat(sealed.key(org, "kafka.example.com")).isEqualTo(CHAIN.key());
    String audit = staff.get("/api/v1/organizations/" + org + "/audit").raw().body();
    assertThat(audit).contains("base-domain.create").doesNotContain("PRIVATE");
  }

  @Test
  void whatIsSentAsItWasShownKeepsTheKey() {
    ObjectNode made = (ObjectNode) made(certified());
    ObjectNode echo =
        made.deepCopy()
            .without(List.of("id", "certificate", "ownership", "created_at", "updated_at"));
    assertThat(patch("kafka.example.com", echo).body()).isEqualTo(made);
    assertThat(sealed.key(org, "kafka.example.com")).isEqualTo(CHAIN.key());

    echo.put("tls_cert", NEWER.chain());
    assertThat(refused("tls_key", patch("kafka.example.com", echo)))
        .contains("does not belong to tls_cert");
    echo.put("tls_key", NEWER.key());
    JsonNode changed = patch("kafka.example.com", echo).body();
    assertThat(changed.path("tls_cert")).isNotEqualTo(made.path("tls_cert"));
    assertThat(changed.path("updated_at").asText()).isGreaterThan(made.path("updated_at").asText());
    assertThat(sealed.key(org, "kafka.example.com")).isEqualTo(NEWER.key());

    assertThat(
            refused(
                "tls_key", patch("kafka.example.com", JSON.createObjectNode().putNull("tls_key"))))
        .contains("send both as null");
    JsonNode without =
        patch("kafka.example.com", JSON.createObjectNode().putNull("tls_cert")).body();
    assertThat(without.path("tls_cert").isNull()).isTrue();
    assertThat(without.path("tls_key").isNull()).isTrue();
  }

  @Test
  void aCertificateThatDoesNotFitIsRefused() {
    refused("tls_cert", certified().put("domain", "other.example.com"));
    refused("tls_cert", certified().put("tls_cert", CHAIN.at(1, 0)));
    refused("tls_key", certified().put("tls_key", NEWER.key()));
    refused("tls_key", certified().put("tls_key", "********"));
    refused("tls_key", certified().without(List.of("tls_key")).deepCopy());
    refused("tls_key", certified().put("tls_key", "nothing"));
    refused("tls_cert", certified().without(List.of("tls_cert")).deepCopy());
    refused("tls_cert", certified().put("tls_cert", 1));
    assertThat(staff.get(base).body().path("items")).isEmpty();
  }

  @Test
  @Tag("K10.bad-names-refused")
  void aNameThatIsNoneIsRefused() {
    for (String bad : List.of("", "*.example.com", "10.0.0.1", "co.uk", "a_b.example.com")) {
      assertThat(refused("domain", domain(bad))).startsWith("The field domain ");
    }
    refused("domain", JSON.createObjectNode());
    refused("organization", domain("a.example.com").put("organization", "another"));
    refused("unknown", domain("a.example.com").put("unknown", 1));
  }

  @Test
  void route53TakesAFleetProviderAndNoCredentials() {
    ObjectNode body = domain("kafka.example.com").put("dns_provider", "route53");
    assertThat(refused("aws", body)).contains("is missing");
    body.putObject("aws").put("aws_access_key", "AKIAIOSFODNN7EXAMPLE");
    assertThat(refused("aws", body)).contains("fleet provider");
    body.putObject("aws").put("account", "main");
    assertThat(refused("aws.account", body)).contains("fleet provider of AWS");
    provider("main");
    body.put("dns_base_domain", "other.com");
    assertThat(refused("dns_base_domain", body)).contains("what it is below");
    body.put("dns_base_domain", "Example.com");
    body.putObject("aws").put("account", "main").put("hosted_zone_id", "no zone");
    refused("aws.hosted_zone_id", body);
    body.putObject("aws").put("account", "main").put("hosted_zone_id", "Z1D633PJN98FT9");
    JsonNode made = made(body);
    assertThat(made.path("dns_provider").asText()).isEqualTo("Route53");
    assertThat(made.path("dns_base_domain").asText()).isEqualTo("example.com");
    assertThat(made.path("aws").path("hosted_zone_id").asText()).isEqualTo("Z1D633PJN98FT9");

    JsonNode none =
        patch("kafka.example.com", JSON.createObjectNode().put("dns_provider", "None")).body();
    assertThat(none.path("aws").isNull()).isTrue();
    assertThat(none.path("dns_base_domain").isNull()).isTrue();
    assertThat(refused("dns_provider", domain("b.example.com").put("dns_provider", "Cloudflare")))
        .contains("Route53, None");
    refused(
        "aws", domain("b.example.com").set("aws", JSON.createObjectNode().put("account", "main")));
    refused("dns_base_domain", domain("b.example.com").put("dns_base_domain", "example.com"));
  }

  @Test
  void anOrganizationHasADomainOnceAndItsNameIsForGood() {
    made(domain("kafka.example.com"));
    Answer again = staff.post(base, domain("KAFKA.example.com").toString());
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().path("detail").asText()).contains("kafka.example.com already");
    refused("domain", patch("kafka.example.com", domain("other.example.com")));
    assertThat(patch("absent.example.com", JSON.createObjectNode()).status()).isEqualTo(404);
    // nobody has shown yet whose it is
    String other = staff.organization();
    assertThat(
            staff
                .post(
                    "/organizations/" + other + "/base-domains/",
                    domain("kafka.example.com").toString())
                .status())
        .isEqualTo(201);
  }

  @Test
  void aFleetFindsOrMakesTheDomainThatItNames() {
    assertThat(sealed.claim(org, "new.example.com")).isInstanceOf(Claim.Held.class);
    assertThat(staff.get(base + "new.example.com/").body().path("dns_provider").asText())
        .isEqualTo("None");
    assertThat(sealed.claim(org, "New.example.com")).isInstanceOf(Claim.Held.class);
    assertThat(sealed.claim(org, "com"))
        .isInstanceOfSatisfying(
            Claim.Refused.class, refused -> assertThat(refused.why()).contains("suffix"));
    assertThat(staff.get(base).body().path("items")).hasSize(1);
  }
}
