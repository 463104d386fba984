package io.bowline.runner.hosted.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.runner.step.Json;
import io.bowline.runner.work.JobEnd;
import io.bowline.testkit.RequiresPart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The life of a fleet in any cloud as far as the hosted runner has it: real Terraform with what it
/// is given for that cloud, on a module of the same variables and outputs that makes nothing.
@Tag("real")
@RequiresPart("terraform")
@Timeout(120)
abstract class FleetLifeContract {
  private static final String NOTE =
      "{\"ID\":\"5f0e4d0c-8d2c-0b6a-3c1b-0a6a7c2f9a11\",\"Who\":\"%s\",\"Created\":\"%s\"}";

  @TempDir Path state;

  private FleetJobs there;

  /// A hosted runner before an account of the cloud.
  abstract FleetJobs open(Path state) throws Exception;

  @BeforeEach
  void begin() throws Exception {
    there = open(state);
  }

  @AfterEach
  void end() throws Exception {
    there.close();
  }

  private JobEnd done(FleetErrand errand) throws Exception {
    JobEnd end = there.does(errand);
    assertThat(end.outcome()).as("%s %s", end, there.said()).isEqualTo(new Outcome.Done());
    return end;
  }

  @Test
  @Tag("P5.contract-four-drivers")
  void itIsMadeReadBackMadeAgainAndTakenAway() throws Exception {
    JobEnd made = done(FleetErrand.PROVISION);
    assertThat(made.report())
        .isInstanceOfSatisfying(
            JobReport.FleetProvisioned.class,
            report ->
                assertThat(report.outputs())
                    .containsKeys("account_id", "region", "cluster_name", "cluster_endpoint"));
    assertThat(there.said()).contains("state-bucket SUCCEEDED made");
    assertThat(there.room().isLocked()).isFalse();
    JsonNode record = Json.tree(there.room().state().orElseThrow());
    JsonNode given = record.path("resources").path(0).at("/instances/0/attributes/input/value");
    assertThat(given.path("name").asText()).isEqualTo("big-lake");
    assertThat(given.path("install_id").asText()).isEqualTo(FleetJobs.FLEET.toString());
    assertThat(given.path("account_id").asText()).isEqualTo(there.id());
    assertThat(given.at("/control_plane/cidrs/0").asText()).isEqualTo("203.0.113.0/28");

    there.said().clear();
    JobEnd again = done(FleetErrand.PROVISION);
    assertThat(again.report()).isEqualTo(made.report());
    assertThat(there.said())
        .contains("state-bucket SUCCEEDED is there", "plan SUCCEEDED nothing is to be done");

    JobEnd gone = done(FleetErrand.DESTROY);
    assertThat(gone.report()).isInstanceOf(JobReport.Uninstalled.class);
    assertThat(there.room().all()).isEmpty();
    assertThat(done(FleetErrand.DESTROY).report()).isInstanceOf(JobReport.Uninstalled.class);
    nothingIsLeaked(List.of(made, again, gone));
  }

  private void nothingIsLeaked(List<JobEnd> ends) throws Exception {
    for (String secret : there.secrets()) {
      assertThat(there.everyFile()).doesNotContain(secret);
      assertThat(there.said()).noneMatch(line -> line.contains(secret));
      assertThat(ends.toString()).doesNotContain(secret);
    }
  }

  @Test
  void everyVariableThatIsGivenIsOneOfTheModuleAndNoFileHasASecret() throws Exception {
    try (Site site = there.sites().open(there.grant())) {
      Site.Terms terms = site.terms();
      List<String> given = terms.variables().properties().stream().map(Entry::getKey).toList();
      assertThat(StandInModule.variables(site.module())).containsAll(given);
      assertThat(terms.files()).containsKey(Site.Terms.BACKEND);
      String files = terms.files() + " " + terms.variables() + " " + terms + " " + site;
      assertThat(there.secrets()).noneMatch(files::contains);
      assertThat(terms.secrets()).noneMatch(files::contains);
    }
  }

  @Test
  void aLockOfSomebodyElseIsLeftAloneAndItIsSaidWhoseItIs() throws Exception {
    done(FleetErrand.PROVISION);
    there.room().lock(NOTE.formatted("ann@elsewhere", "2026-01-02T03:04:05Z"));
    JobEnd end = there.does(FleetErrand.DESTROY);
    assertThat(end.outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.failure().reason()).isEqualTo("state-locked");
              assertThat(failed.failure().message()).contains("ann@elsewhere", "since 2026-01-02");
            });
    assertThat(there.room().isLocked()).isTrue();
    assertThat(there.room().state()).isPresent();
  }

  @Test
  void theLockOfAKilledRunIsTakenUp() throws Exception {
    done(FleetErrand.PROVISION);
    there.killedHolding(NOTE);
    there.said().clear();
    JobEnd _ = done(FleetErrand.PROVISION);
    assertThat(there.said())
        .contains("prepare RUNNING takes up the lock that a killed run has left");
    assertThat(there.room().isLocked()).isFalse();
    JobEnd _ = done(FleetErrand.DESTROY);
  }
}
