package io.bowline.driver.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.driver.FakeServer.Heard;
import io.bowline.driver.state.RoomAccount;
import io.bowline.driver.state.StateStoreContract;
import io.bowline.testkit.cloud.GoogleBuckets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A record in Cloud Storage.
class GcsBucketTest extends StateStoreContract {
  private final FakeGcp cloud = new FakeGcp();

  @Override
  protected Account open() throws Exception {
    var buckets = new GoogleBuckets();
    GcpHome home =
        GcpHome.open(
            new GcpPlace(Optional.of(cloud.where()), Duration.ofSeconds(30)), cloud.good());
    RoomAccount.into(cloud, buckets);
    return new RoomAccount(cloud, buckets, home.bucket(NAME, "europe-west3"), NAME);
  }

  @Test
  void everyQuestionBearsTheTokenThatGoogleGave() {
    open(cloud).ensure();
    assertThat(cloud.asked().stream().filter(heard -> !heard.path().equals("/token")))
        .isNotEmpty()
        .extracting((Heard heard) -> heard.header("Authorization"))
        .containsOnly("Bearer " + FakeGcp.TOKEN);
  }

  private static io.bowline.driver.state.StateStore open(FakeGcp cloud) {
    try {
      return GcpHome.open(
              new GcpPlace(Optional.of(cloud.where()), Duration.ofSeconds(30)), cloud.good())
          .bucket(NAME, "europe-west3");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
