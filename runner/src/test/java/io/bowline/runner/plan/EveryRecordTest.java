package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.runner.plan.SampleBundle.Edit;
import io.bowline.testkit.RequiresPart;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The whole story with Terraform, killed at the records of its journal: at those around effects,
/// or right before and right after every one of them.
@RequiresPart("terraform")
@Timeout(7200)
final class EveryRecordTest extends KilledStoryContract {
  /// Terraform cannot continue what was cut off, so nothing runs beside it: then the bundle would
  /// rightly be returned (see the contract of its executor).
  private static final List<Edit> TERRAFORM_FIRST =
      List.of(new Edit("chart: charts/broker", "chart: charts/broker\n    after: [topics]"));

  private static final String NEVER = KilledStory.NEVER;
  private static final String AROUND_EFFECTS = ".*(StepStarted-.*-after|StepDone-.*-before)";

  @Test
  @Tag("real")
  void endsAsIfNobodyHadKilledItAroundItsEffects() throws Exception {
    List<String> versions = List.of("v1", "v3");
    Life killed =
        compared(
            versions, List.of(AROUND_EFFECTS, AROUND_EFFECTS + "|.*Ended-before", ".*Ended.*"));
    assertThat(killed.killed()).hasSizeGreaterThan(15);
  }

  @Test
  @Tag("nightly")
  void endsAsIfNobodyHadKilledItAtAnyRecord() throws Exception {
    Life killed = compared(List.of("v1", "v2", "v3"), List.of(".*", ".*", ".*", ".*"));
    assertThat(killed.killed()).hasSizeGreaterThan(100);
  }

  private Life compared(List<String> versions, List<String> kills) throws Exception {
    List<String> nobody = Collections.nCopies(kills.size(), NEVER);
    Life undisturbed = live("quiet", TERRAFORM_FIRST, versions, nobody);
    Life killed = live("killed", TERRAFORM_FIRST, versions, kills);
    assertThat(killed.killed()).doesNotHaveDuplicates();
    assertSame(killed, undisturbed);
    return killed;
  }
}
