package io.bowline.control.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.job.Bench;
import io.bowline.control.readiness.store.PgReadinessStore;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import io.bowline.model.probe.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What becomes of what runners of fleets tell, on a real database.
class ReadinessTest {
  private static final Check ROOM = Check.ok("capacity", "The nodes have room.");
  private static final Check NONE =
      Check.failed("storage-class", "None is the default.").about(List.of("fast"));

  private final Bench bench = new Bench();
  private final List<List<Check>> heard = new ArrayList<>();
  private final Readiness readiness =
      new Readiness(
          bench.transactions,
          new PgReadinessStore(),
          List.of((_, _, _, checks) -> heard.add(checks)));
  private final Identity runner = bench.runner();

  private Optional<LastReadiness> last(OrgId org, InstallId install) {
    return bench.transactions.inOrg(org, tx -> readiness.last(tx, org, install));
  }

  @Test
  void theNewestIsKeptAndEachTellingIsHeard() {
    assertThat(last(bench.org, bench.install.id())).isEmpty();
    readiness.told(runner, List.of(ROOM));
    LastReadiness first = last(bench.org, bench.install.id()).orElseThrow();
    assertThat(first.checks()).containsExactly(ROOM);

    readiness.told(runner, List.of(ROOM, NONE));
    LastReadiness second = last(bench.org, bench.install.id()).orElseThrow();
    assertThat(second.checks()).containsExactly(ROOM, NONE);
    assertThat(second.toldAt()).isAfter(first.toldAt());

    readiness.told(runner, List.of(ROOM, NONE));
    assertThat(heard).containsExactly(List.of(ROOM), List.of(ROOM, NONE), List.of(ROOM, NONE));
  }

  @Test
  void nobodyElseSeesIt() {
    readiness.told(runner, List.of(ROOM));
    assertThat(last(new OrgId(UUID.randomUUID()), bench.install.id())).isEmpty();
  }
}
