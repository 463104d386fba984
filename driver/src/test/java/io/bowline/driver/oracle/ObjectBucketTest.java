package io.bowline.driver.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.driver.state.RoomAccount;
import io.bowline.driver.state.StateStoreContract;
import io.bowline.testkit.cloud.OracleBuckets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A record in Oracle's Object Storage, each question signed for its host.
class ObjectBucketTest extends StateStoreContract {
  private final FakeOracle cloud = new FakeOracle();

  private OracleHome home() throws InterruptedException {
    return OracleHome.open(
        new OraclePlace(Optional.of(cloud.where()), Duration.ofSeconds(30)),
        cloud.good(),
        "eu-frankfurt-1",
        FakeOracle.COMPARTMENT);
  }

  @Override
  protected Account open() throws Exception {
    var buckets = new OracleBuckets("axyz");
    RoomAccount.into(cloud, buckets, cloud::signedForObjects);
    return new RoomAccount(cloud, buckets, home().bucket(NAME), NAME);
  }

  @Test
  void whatTerraformSaysToItsBackendIsKeptHere() throws Exception {
    theRecordIsWrittenByWhoHoldsTheLock(home().bucket(NAME));
  }

  @Test
  void aTokenForAClusterIsAQuestionThatTheUserSigned() throws Exception {
    String cluster = "ocid1.cluster.oc1.eu-frankfurt-1.aaaa";
    String token = OkeToken.of(cloud.good(), "eu-frankfurt-1", cluster);
    URI asked =
        URI.create(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
    assertThat(asked.getHost()).isEqualTo("containerengine.eu-frankfurt-1.oraclecloud.com");
    assertThat(asked.getPath()).isEqualTo("/cluster_request/" + cluster);
    assertThat(asked.getQuery()).startsWith("authorization=Signature").contains("&date=");
    assertThat(token).doesNotContain("PRIVATE");
    assertThat(cloud.signs(asked)).isTrue();
  }
}
