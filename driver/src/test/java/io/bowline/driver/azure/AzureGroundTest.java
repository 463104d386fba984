package io.bowline.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.driver.ground.OtherGround;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is in the way of an install there, and the line that mends it: its form is read here, since
/// the cloud's own command line cannot be had on this kind of machine.
class AzureGroundTest {
  private static final String REGION = "northeurope";

  private static List<Seen> look(FakeAzure cloud) throws InterruptedException {
    return new OtherGround(Optional.of(cloud.address()), Duration.ofSeconds(30))
        .look(cloud.good(), Optional.of(REGION));
  }

  private static Seen named(List<Seen> seen, String check) {
    return seen.stream()
        .filter(one -> one.check().equals(check))
        .findFirst()
        .orElseThrow(() -> new AssertionError(check + " is not among " + seen));
  }

  @Test
  void whatIsNotSwitchedOnIsNamedWithTheLineThatSwitchesItOn() throws Exception {
    try (var cloud = new FakeAzure()) {
      cloud.unregister(Set.of("Microsoft.ContainerService"));
      Seen off = named(look(cloud), "resource-provider-microsoft-containerservice");
      assertThat(off.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(off.commands())
          .singleElement()
          .asString()
          .matches(
              "az provider register --namespace (\\S+) --subscription " + FakeAzure.SUBSCRIPTION)
          .contains("Microsoft.ContainerService");
      cloud.unregister(Set.of());
      assertThat(named(look(cloud), off.check()).verdict()).isEqualTo(Verdict.OK);
    }
  }

  @Test
  void aRegionThatIsFullIsToldByItsName() throws Exception {
    try (var cloud = new FakeAzure()) {
      assertThat(named(look(cloud), "region.quotas-of-regions").verdict()).isEqualTo(Verdict.OK);
      cloud.full();
      Seen full = named(look(cloud), "region.quotas-of-regions");
      assertThat(full.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(full.fix()).contains(REGION);
    }
  }

  @Test
  void nothingThatACredentialIsStandsInWhatIsSeen() throws Exception {
    try (var cloud = new FakeAzure()) {
      String all = look(cloud).toString();
      cloud.secrets().forEach(secret -> assertThat(all).doesNotContain(secret));
    }
  }
}
