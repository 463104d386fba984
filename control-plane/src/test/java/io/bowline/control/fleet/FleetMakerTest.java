package io.bowline.control.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whoever makes fleets hears of each wish, and of no other kind's.
class FleetMakerTest {
  private final List<String> heard = new ArrayList<>();
  private final TestFleets there =
      new TestFleets(List.of(new Hearing(InfraType.BYOK), new Hearing(InfraType.AWS)));

  private final class Hearing implements FleetMaker {
    private final InfraType mine;

    Hearing(InfraType mine) {
      this.mine = mine;
    }

    @Override
    public boolean makes(InfraType infra) {
      return infra == mine;
    }

    @Override
    public void wished(Tx tx, Fleet fleet, String by) {
      heard.add("%s wished %s by %s".formatted(mine.text(), fleet.status().word(), by));
    }

    @Override
    public Optional<JobId> working(Tx tx, Fleet fleet) {
      return Optional.empty();
    }

    @Override
    public void unwished(Tx tx, Fleet fleet, String by) {
      heard.add("%s unwished %s by %s".formatted(mine.text(), fleet.status().word(), by));
    }
  }

  @Test
  void itHearsOfANewOneOfARetryAndOfADeletion() {
    Fleet fleet = there.made(TestFleets.byok("one"));
    there.move(fleet, FleetStatus.ERROR, "no");
    there.fleets.retry(there.org, "one", "me");
    there.move(fleet, FleetStatus.PROVISIONING, "");
    there.fleets.delete(there.org, "one", "me");
    there.fleets.delete(there.org, "one", "me");
    there.move(fleet, FleetStatus.DELETE_FAILED, "no");
    there.fleets.retry(there.org, "one", "me");
    assertThat(heard)
        .containsExactly(
            "byok wished Pending by " + TestFleets.BY,
            "byok wished Pending by me",
            "byok unwished Deleting by me",
            "byok unwished Deleting by me");
  }

  @Test
  void itHearsNothingOfOneThatIsGoneAtOnce() {
    there.made(TestFleets.byok("one"));
    there.fleets.delete(there.org, "one", "me");
    assertThat(heard).hasSize(1);
  }
}
