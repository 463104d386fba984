package io.bowline.driver.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.driver.oracle.OraclePlace.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What the driver asks of identities is what Oracle's own client would ask.
class OracleModelTest {
  private static final String CLIENT = "/com/oracle/bmc/identity/IdentityClient.class";

  @Test
  void everyAddressOfIdentitiesIsThatOfOraclesOwnClient() throws IOException {
    String theirs;
    try (InputStream in = OracleModelTest.class.getResourceAsStream(CLIENT)) {
      theirs = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    assertThat(theirs).contains("https://identity.{region}.oci.{secondLevelDomain}");
    assertThat(Service.IDENTITY.at("r", "d", "/")).hasToString("https://identity.r.oci.d/");
    try (var oracle = new FakeOracle()) {
      oracle.driver(Duration.ofSeconds(60)).probe(oracle.good());
      assertThat(oracle.asked())
          .filteredOn(heard ->
              heard
                  .path()
                  .matches(
                      "/20160918/(users|tenancies|compartments|policies|groups|userGroupMemberships).*"))
          .isNotEmpty()
          .allSatisfy(heard ->
              assertThat(theirs)
                  .contains(
                      List.of(heard.path().substring(1).split("/", -1)).stream()
                          .filter(part -> !part.startsWith("ocid1."))
                          .toList()));
    }
  }
}
