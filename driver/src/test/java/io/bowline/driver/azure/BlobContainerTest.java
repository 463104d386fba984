package io.bowline.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.driver.FakeServer.Heard;
import io.bowline.driver.state.RecordStore;
import io.bowline.driver.state.RoomAccount;
import io.bowline.driver.state.StateStoreContract;
import io.bowline.testkit.cloud.AzureStorage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A record in a storage account of Azure.
class BlobContainerTest extends StateStoreContract {
  private final FakeAzure cloud = new FakeAzure();

  @Override
  protected Account open() throws Exception {
    var storage = new AzureStorage(FakeAzure.SUBSCRIPTION);
    RoomAccount.into(cloud, storage);
    return new RoomAccount(cloud, storage, store(), BlobContainer.accountOf(NAME));
  }

  private RecordStore store() throws InterruptedException {
    var place = new AzurePlace(Optional.of(cloud.where()), Duration.ofSeconds(30));
    return new BlobContainer(
        AzureHome.open(place, cloud.good()),
        new BlobContainer.At(NAME, "westeurope"),
        new BlobContainer.Patience(Duration.ofMillis(1), 10));
  }

  @Test
  void theResourceManagerAndTheStorageGetEachATokenOfTheirOwn() throws Exception {
    store().ensure();
    assertThat(cloud.asked().stream().filter(heard -> heard.path().startsWith("/bowline")))
        .isNotEmpty()
        .extracting((Heard heard) -> heard.header("Authorization"))
        .containsOnly("Bearer " + FakeAzure.STORAGE_TOKEN);
    assertThat(cloud.asked().stream().filter(heard -> heard.path().startsWith("/subscriptions")))
        .isNotEmpty()
        .extracting((Heard heard) -> heard.header("Authorization"))
        .containsOnly("Bearer " + FakeAzure.TOKEN);
  }

  @Test
  void whatTerraformSaysToItsBackendIsKeptHere() throws Exception {
    theRecordIsWrittenByWhoHoldsTheLock(store());
  }

  @Test
  void theRoleForWhatIsInItIsOfThisAccountAlone() throws Exception {
    store().ensure();
    Heard role =
        cloud.asked().stream()
            .filter(heard -> heard.method().equals("PUT"))
            .filter(heard -> heard.path().contains("/roleAssignments/"))
            .findFirst()
            .orElseThrow();
    assertThat(role.path()).contains("/storageAccounts/" + BlobContainer.accountOf(NAME) + "/");
    assertThat(role.text())
        .contains(FakeAzure.OBJECT)
        .contains("ba92f5b4-2d11-453d-a403-e96b0029c9fe");
  }

  @Test
  void namesOfStorageAccountsAreShortAndEachFleetsOwn() {
    assertThat(BlobContainer.accountOf(NAME)).matches("[a-z0-9]{24}");
    assertThat(BlobContainer.accountOf(NAME + "1")).isNotEqualTo(BlobContainer.accountOf(NAME));
  }
}
