package io.bowline.control.edge.http.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.model.id.OrgId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Where clients of a fleet's clusters are led, over the real listener.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class EndpointsTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Fleets fleets;
  @Inject Transactions transactions;

  private TestCaller caller;
  private OrgId org;
  private String base;

  @BeforeEach
  void organization() {
    caller = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = OrgId.parse(caller.organization());
    base = "/organizations/%s/".formatted(org);
  }

  private Answer fleet(String identifier, String domain) {
    return caller.post(
        base + "infrastructure/",
        """
        {"identifier":"%s","infra_type":"byok","domain":"%s","max_tenants":4,"max_kafka_units":40,
         "tenancy_mode":"shared","advanced_config":{},"placement_config":{}}\
        """
            .formatted(identifier, domain));
  }

  private void healthy(String identifier) {
    transactions.runInOrg(
        org,
        tx -> {
          fleets.move(
              tx, fleets.find(tx, org, identifier).orElseThrow(), FleetStatus.PROVISIONING, "");
          fleets.move(tx, fleets.find(tx, org, identifier).orElseThrow(), FleetStatus.HEALTHY, "");
        });
  }

  @Test
  @Tag("K10.bootstrap-host")
  void aClusterIsReachedBelowTheDomainOfItsFleet() {
    assertThat(fleet("calm-river", "Kafka.Example.com.").status()).isEqualTo(201);
    healthy("calm-river");
    Answer made =
        caller.post(
            base + "clusters/",
            """
            {"identifier":"orders","tenancy_mode":"shared","kafka_units":3,"fleet":"calm-river"}\
            """);
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    assertThat(made.body().path("bootstrap_host").asText())
        .isEqualTo("orders-bootstrap.kafka.example.com");

    JsonNode endpoints = caller.get(base + "infrastructure/calm-river/endpoints/").body();
    assertThat(endpoints.path("domain").asText()).isEqualTo("kafka.example.com");
    assertThat(endpoints.path("dns_provider").asText()).isEqualTo("None");
    assertThat(endpoints.path("certificate").isNull()).isTrue();
    assertThat(endpoints.at("/clusters/0/bootstrap_host").asText())
        .isEqualTo("orders-bootstrap.kafka.example.com");
    assertThat(endpoints.at("/clusters/0/broker_hosts").asText())
        .isEqualTo("orders-b<n>.kafka.example.com");
    assertThat(endpoints.path("clusters")).hasSize(1);
  }

  @Test
  @Tag("K10.dns-checked")
  void whatWasFoundOfTheDomainIsToldWithItsEndpoints() {
    assertThat(fleet("calm-river", "kafka.example.com").status()).isEqualTo(201);
    JsonNode before = caller.get(base + "infrastructure/calm-river/endpoints").body();
    assertThat(before.at("/check/result").asText()).isEqualTo("pending");
    Answer looked = caller.post(base + "base-domains/kafka.example.com/check/", "");
    assertThat(looked.status()).as(looked.raw().body()).isEqualTo(200);
    JsonNode after = caller.get(base + "infrastructure/calm-river/endpoints").body();
    assertThat(after.at("/check/result")).isEqualTo(looked.body().path("result"));
    assertThat(after.at("/check/checks").findValuesAsText("name")).contains("ownership", "names");
  }

  @Test
  void aFleetMakesItsDomainAndHoldsIt() {
    assertThat(fleet("calm-river", "kafka.example.com").status()).isEqualTo(201);
    String domain = base + "base-domains/kafka.example.com/";
    assertThat(caller.get(domain).body().path("dns_provider").asText()).isEqualTo("None");
    Answer held = caller.delete(domain);
    assertThat(held.status()).isEqualTo(409);
    assertThat(held.raw().body()).contains("the fleet calm-river");

    assertThat(caller.delete(base + "infrastructure/calm-river").status()).isEqualTo(204);
    assertThat(caller.get(domain).status()).isEqualTo(200);
    assertThat(caller.delete(domain).status()).isEqualTo(204);
  }

  @Test
  void aDomainThatIsThereIsTakenAsItIs() {
    Answer domain = caller.post(base + "base-domains/", "{\"domain\":\"kafka.example.com\"}");
    assertThat(domain.status()).as(domain.raw().body()).isEqualTo(201);
    assertThat(fleet("calm-river", "kafka.example.com").status()).isEqualTo(201);
    assertThat(caller.get(base + "base-domains/kafka.example.com/").body().path("id"))
        .isEqualTo(domain.body().path("id"));
    Answer second = fleet("big-lake", "kafka.example.com");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.raw().body()).contains("that of the fleet calm-river");
  }

  @Test
  void anotherWishForTheIdentifierLeavesNoDomainBehind() {
    assertThat(fleet("calm-river", "kafka.example.com").status()).isEqualTo(201);
    assertThat(fleet("calm-river", "other.example.com").status()).isEqualTo(409);
    assertThat(caller.get(base + "base-domains/other.example.com/").status()).isEqualTo(404);
  }
}
