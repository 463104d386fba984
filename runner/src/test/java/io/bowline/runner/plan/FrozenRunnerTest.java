package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.release.trust.SigningKey;
import io.bowline.runner.journal.JobRecord;
import io.bowline.runner.plan.SampleBundle.Edit;
import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A runner is frozen by SIGSTOP for longer than its lease holds, and another one of the same
/// install does its work; then the first one goes on.
@Timeout(900)
final class FrozenRunnerTest extends KilledStoryContract {
  private static final long LEASE_MILLIS = 5_000;

  @Test
  void aRunnerThatSleptThroughItsLeaseWritesNothing() throws Exception {
    var edits = new ArrayList<Edit>(QUICKER);
    edits.addAll(WITHOUT_TERRAFORM);
    SigningKey key = SigningKey.generate();
    try (Account account = Account.start(home.resolve("account"), AccountOptions.usual())) {
      var first = new KilledStory(account, vendor, home.resolve("first"), key, LEASE_MILLIS);
      var second = new KilledStory(account, vendor, home.resolve("second"), key, LEASE_MILLIS);
      Digest v1 = first.publish("v1", edits);
      JobReport.Planned plan = first.plan(v1, 1, KilledStory.NEVER);
      Digest same = second.publish("v1", edits);
      JobRecord.End end =
          first.frozenAt(
              ".*-StepStarted-broker-after",
              plan,
              () -> {
                JobRecord.End other = second.rollOut(same, KilledStory.NEVER);
                assertThat(other.outcome()).isEqualTo(new Outcome.Done());
                account.requests().clear();
                account.registry().log().clear();
              });
      assertThat(end.outcome()).isInstanceOf(Outcome.Unclear.class);
      assertThat(account.requests().effects()).as("writes after it woke up").isEmpty();
      assertThat(account.registry().log().entries())
          .noneMatch(asked -> List.of("PUT", "POST", "PATCH").contains(asked.method()));
      Map<String, String> effects = Effects.of(account);
      assertThat(effects).containsEntry("revisions of broker", "|");
    }
  }
}
