package io.bowline.control.edge.http.arrival;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class ArrivalApiTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller staff;
  private String installs;

  @BeforeEach
  void organization() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    installs = "/api/v1/organizations/" + staff.organization() + "/installs";
  }

  private Answer create(String name, String cloud, String account, String region) {
    ObjectNode wish =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("product", "acme/streaming")
            .put("cloud", cloud)
            .put("account", account)
            .put("region", region);
    return staff.post(installs, wish.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alibaba", "AWS", "hetzner", "oracle"})
  @Tag("C2.others-refused")
  void anyOtherCloudIsNotSupportedForByoc(String cloud) {
    Answer refused = create("prod", cloud, "123456789012", "eu-central-1");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.raw().body()).contains("\"cloud\"").contains("not supported for BYOC");
  }

  @ParameterizedTest
  @CsvSource({
    "aws, 123456789012, eu-central-1, Supported",
    "azure, 0b1f6471-1bf0-4dda-aec3-cb9272f09590, westeurope, Supported",
    "gcp, acme-prod-1, europe-west4, Preview",
    "oci, ocid1.tenancy.oc1..aaaaaaaaba3pv6wkcr4jqae5f44n2b, eu-frankfurt-1, Preview",
  })
  void eachCloudSaysHowWellItIsSupported(
      String cloud, String account, String region, String support) {
    Answer made = create("prod", cloud, account, region);
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    assertThat(made.body().path("support").asText()).isEqualTo(support);
    assertThat(made.body().path("status").asText()).isEqualTo("draft");
  }

  @Test
  @Tag("C53.account-check")
  void anAccountThatIsNoneIsRefusedByItsField() {
    Answer refused = create("prod", "aws", "1234-5678-9012", "eu-central-1");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.raw().body()).contains("\"account\"").contains("12 digits");
  }

  @Test
  void anInstallIsGivenUpByItsNameAndTakenBackByAnotherToken() {
    assertThat(create("prod", "aws", "123456789012", "eu-central-1").status()).isEqualTo(201);
    String one = installs + "/prod";
    assertThat(staff.post(one + "/enrollment-tokens", "").status()).isEqualTo(201);
    assertThat(staff.get(one).body().path("status").asText()).isEqualTo("awaiting-customer");

    assertThat(staff.post(one + "/abandon", "{\"confirm\":\"other\"}").status()).isEqualTo(422);
    Answer given = staff.post(one + "/abandon", "{\"confirm\":\"prod\"}");
    assertThat(given.status()).as(given.raw().body()).isEqualTo(200);
    assertThat(given.body().path("status").asText()).isEqualTo("abandoned");
    assertThat(given.body().path("reason").asText()).contains("while it was awaiting-customer");
    assertThat(staff.post(one + "/abandon", "{\"confirm\":\"prod\"}").body())
        .isEqualTo(given.body());
    Answer uninstall = staff.post(one + "/uninstall", "{\"confirm\":\"prod\"}");
    assertThat(uninstall.status()).isEqualTo(409);
    assertThat(uninstall.raw().body()).contains("install-over");

    assertThat(staff.post(one + "/enrollment-tokens", "").status()).isEqualTo(201);
    assertThat(staff.get(one).body().path("status").asText()).isEqualTo("awaiting-customer");
  }
}
