package io.bowline.control.edge.http.calculator;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The calculators over the API; the arithmetic itself is shown where it is done.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class CalculatorTest {
  private static final String CALCULATORS = "/api/v1/calculators/";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller staff;

  @BeforeEach
  void caller() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
  }

  private JsonNode ask(String path) {
    Answer answer = staff.get(CALCULATORS + path);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  @Tag("K14.units-to-mbps")
  @Tag("K15.default-node")
  void aPeakBecomesUnitsNodesAndWhatABrokerMoves() {
    JsonNode size = ask("cluster-size?produceMbps=55");
    assertThat(size.path("units").asInt()).isEqualTo(3);
    assertThat(size.path("throughputMbps").asInt()).isEqualTo(60);
    assertThat(size.path("nodes").asInt()).isEqualTo(6);
    assertThat(size.path("node").toString()).isEqualTo("{\"vcpu\":4,\"memoryGb\":16}");
    assertThat(size.path("broker").path("outMbps").asText()).isEqualTo("80.0");
    assertThat(size.path("warnings")).isEmpty();
  }

  @Test
  void aNarrowNetworkAndFewAddressesAreWarnedOf() {
    JsonNode size = ask("cluster-size?units=4&networkGbps=0.9&freeAddresses=100");
    assertThat(size.path("warnings"))
        .extracting(JsonNode::asText)
        .anyMatch(line -> line.contains("80.0 out") && line.contains("0.9 Gbit/s"))
        .anyMatch(line -> line.contains("100 free addresses"));
  }

  @Test
  void theTwoUsualPoolsCarryThreeUnits() {
    String small =
        "{\"name\":\"a%d\",\"zone\":\"z%d\",\"milliCpu\":1930,\"memoryBytes\":7300000000}";
    String large =
        "{\"name\":\"b%d\",\"zone\":\"z%d\",\"milliCpu\":3920,\"memoryBytes\":15200000000}";
    String nodes =
        String.join(
            ",",
            small.formatted(1, 1),
            small.formatted(2, 2),
            small.formatted(3, 3),
            small.formatted(4, 1),
            large.formatted(1, 2),
            large.formatted(2, 3));
    Answer answer =
        staff.post(
            CALCULATORS + "capacity", "{\"nodes\":[%s],\"maxKafkaUnits\":4}".formatted(nodes));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.body().path("units").asInt()).isEqualTo(3);
    assertThat(answer.body().path("standardUnits").asInt()).isEqualTo(2);
    assertThat(answer.body().path("unitsWithoutLargestZone").asInt()).isZero();
    assertThat(answer.body().path("warnings"))
        .extracting(JsonNode::asText)
        .contains("The nodes carry 3 units, and 4 are wanted: add nodes or lower maxKafkaUnits.");
  }

  @Test
  @Tag("C72.region-warning")
  @Tag("C74.other-vendor")
  @Tag("P9.cost-or-unknown")
  void whatNobodyHasAPriceForIsABoundOrUnknown() {
    JsonNode other = ask("cost?units=1&from=aws/us-west-2&to=gcp/us-west1");
    assertThat(other.path("ingress").path("kind").asText()).isEqualTo("free");
    assertThat(other.path("egress").path("kind").asText()).isEqualTo("at-most");
    assertThat(other.path("egress").path("amount").decimalValue()).isEqualByComparingTo("5184");
    assertThat(other.path("warning").asText()).contains("aws us-west-2", "gcp us-west1");

    JsonNode far =
        ask("cost?gigabytes=10&from=aws/us-west-2&to=aws/eu-west-1&nodeType=m7g&nodes=3");
    assertThat(far.path("egress").path("kind").asText()).isEqualTo("unknown");
    assertThat(far.path("egress").has("amount")).isFalse();
    assertThat(far.path("nodes").path("kind").asText()).isEqualTo("unknown");

    JsonNode near = ask("cost?gigabytes=10&from=aws/us-west-2/a&to=aws/us-west-2/a");
    assertThat(near.path("egress").path("kind").asText()).isEqualTo("free");
    assertThat(near.has("warning")).isFalse();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "cluster-size,units",
    "cluster-size?units=0,units",
    "cluster-size?units=x,units",
    "cluster-size?units=99999999999,units",
    "cluster-size?produceMbps=-1,produceMbps",
    "cluster-size?produceMbps=1e999999999,produceMbps",
    "cluster-size?produceMbps=1e-999999999,produceMbps",
    "cluster-size?units=1&produceMbps=1,units",
    "cluster-size?units=1&fanOut=-1,fanOut",
    "cluster-size?units=1&replicationFactor=9,replicationFactor",
    "cluster-size?units=1&retentionHours=-1,retention",
    "cluster-size?units=1&networkGbps=1e99999,networkGbps",
    "cost?gigabytes=1&from=aws/us-west-2,to",
    "cost?gigabytes=1&from=aws&to=aws/r,from",
    "cost?gigabytes=1&from=ibm/r&to=aws/r,from",
    "cost?gigabytes=-1&from=aws/r&to=aws/r,gigabytes",
    "cost?gigabytes=1&units=1&from=aws/r&to=aws/r,units",
    "cost?gigabytes=1&from=aws/r&to=aws/r&nodeType=m,nodes"
  })
  void whatIsWrongIsNamed(String path, String field) {
    Answer refused = staff.get(CALCULATORS + path);
    assertThat(refused.status()).as(refused.raw().body()).isEqualTo(422);
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    assertThat(refused.body().path("field").asText()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{};nodes",
        "{\"nodes\":[null]};nodes",
        "{\"nodes\":[{\"name\":\"n\"}]};nodes.milliCpu",
        "{\"nodes\":[{\"name\":\"n\",\"milliCpu\":-1,\"memoryBytes\":1}]};nodes"
      })
  void aNodeThatCannotBeIsNamed(String body, String field) {
    Answer refused = staff.post(CALCULATORS + "capacity", body);
    assertThat(refused.status()).as(refused.raw().body()).isEqualTo(422);
    assertThat(refused.body().path("field").asText()).isEqualTo(field);
  }
}
