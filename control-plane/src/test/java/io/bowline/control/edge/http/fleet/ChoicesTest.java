package io.bowline.control.edge.http.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// On what a fleet can be made in an organization that has no fleet provider.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class ChoicesTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller staff;
  private String org;

  @BeforeEach
  void organizationWithoutProviders() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = "/api/v1/organizations/" + staff.organization();
    assertThat(staff.get(org + "/fleet-providers/").raw().body()).doesNotContain("identifier");
  }

  private Answer asked(String infra) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("identifier", "on-" + infra)
            .put("infra_type", infra)
            .put("domain", infra + ".example.com")
            .put("max_tenants", 4)
            .put("max_kafka_units", 40)
            .put("tenancy_mode", "shared");
    body.putObject("advanced_config");
    body.putObject("placement_config");
    return staff.post(org + "/infrastructure/", body.toString());
  }

  @Test
  @Tag("K7.byok-without-provider")
  void onOnesOwnClusterItIsMadeAndInACloudTheProviderIsMissed() {
    Answer own = asked("byok");
    assertThat(own.status()).as(own.raw().body()).isEqualTo(201);
    for (String cloud : List.of("aws", "gcp", "oci", "azure")) {
      Answer without = asked(cloud);
      assertThat(without.status()).as(without.raw().body()).isEqualTo(400);
      assertThat(without.body().path("field").asText()).startsWith("placement_config");
    }
    assertThat(staff.get(org + "/infrastructure/").raw().body())
        .contains("on-byok")
        .doesNotContain("on-aws", "on-gcp", "on-oci", "on-azure");
  }
}
