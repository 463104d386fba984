package io.bowline.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobRulesTest extends JobExamples {
  @Test
  void aJobGoesFromRequestToSuccess() {
    Phase phase = RULES.begin(NOW);
    phase = moved(phase, new Event.Offer(RUNNER, 1));
    assertThat(phase)
        .isEqualTo(
            new Phase.Offered(
                new Lease(RUNNER, 1, 1),
                NOW.plus(TERMS.answerWithin()),
                NOW.plus(TERMS.queueFor())));
    phase = moved(phase, new Event.Accept(1));
    phase = moved(phase, new Event.Beat(1));
    phase = moved(phase, new Event.Finish(1, new Outcome.Done()));
    assertThat(phase).isEqualTo(new Phase.Succeeded(NOW));
  }

  @Test
  void anOfferIsSentWithItsLease() {
    var verdict = RULES.verdict(RULES.begin(NOW), new Event.Offer(RUNNER, 12), NOW);

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Moved.class,
            moved ->
                assertThat(moved.effects())
                    .containsExactly(new Effect.SendOffer(new Lease(RUNNER, 12, 1))));
  }

  @Test
  void aRetryableFailureIsTriedAgainAfterAPauseUntilTheAttemptsAreUsedUp() {
    Phase phase = RULES.begin(NOW);
    Instant at = NOW;
    for (int attempt = 1; attempt < TERMS.maxAttempts(); attempt++) {
      phase = failsOnce(phase, attempt, at);
      assertThat(phase)
          .isEqualTo(
              new Phase.Queued(
                  attempt + 1, at.plus(TERMS.retryAfter()), at.plus(TERMS.queueFor())));
      assertThat(RULES.verdict(phase, new Event.Offer(RUNNER, 99), at))
          .as("not before the pause is over")
          .isInstanceOf(Verdict.Refused.class);
      at = at.plus(TERMS.retryAfter());
    }
    assertThat(failsOnce(phase, TERMS.maxAttempts(), at))
        .isEqualTo(new Phase.Failed(at, RETRYABLE));
  }

  @Test
  void aJobThatIsDeclinedAgainAndAgainExpiresWhenItWouldHaveAnyway() {
    Phase phase = RULES.begin(NOW);
    Instant expiry = NOW.plus(TERMS.queueFor());
    Instant at = NOW;
    for (long epoch = 1; at.isBefore(expiry); epoch++) {
      phase = moved(phase, new Event.Offer(RUNNER, epoch), at);
      phase = moved(phase, new Event.Decline(epoch, "busy"), at);
      assertThat(phase)
          .isInstanceOfSatisfying(
              Phase.Queued.class, queued -> assertThat(queued.expiresAt()).isEqualTo(expiry));
      at = at.plus(TERMS.queueFor().dividedBy(10));
    }
    assertThat(moved(phase, new Event.Tick(), at)).isInstanceOf(Phase.Expired.class);
  }

  @Test
  void aFailureThatNoRetryCanMendIsFinal() {
    var running = phase("Running");

    assertThat(moved(running, new Event.Finish(EPOCH, new Outcome.Failed(FINAL))))
        .isEqualTo(new Phase.Failed(NOW, FINAL));
  }

  @Test
  void aLostRunnerKeepsItsEpochAndMayComeBack() {
    var silent = moved(phase("Running"), new Event.Tick(), NOW.plusSeconds(61));

    assertThat(silent).isInstanceOf(Phase.Unknown.class);
    assertThat(JobRules.leaseOf(silent)).contains(LEASE);
    assertThat(moved(silent, new Event.Beat(EPOCH))).isInstanceOf(Phase.Running.class);
    assertThat(moved(silent, new Event.Finish(EPOCH, new Outcome.Done())))
        .isInstanceOf(Phase.Succeeded.class);
  }

  @Test
  void aJobThatWasHandedOnIgnoresItsEarlierHolder() {
    var handedOn = moved(phase("Queued"), new Event.Offer(RUNNER, EPOCH + 1));

    assertThat(RULES.verdict(handedOn, new Event.Finish(EPOCH, new Outcome.Done()), NOW))
        .isInstanceOf(Verdict.Ignored.class);
  }

  @Test
  void aWantedCancellationOutlivesARunnersSilenceAndIsNotRetried() {
    var silent = moved(phase("Cancelling"), new Event.Tick(), LATE);

    assertThat(silent)
        .isInstanceOfSatisfying(
            Phase.Unknown.class, unknown -> assertThat(unknown.cancelWanted()).isTrue());
    assertThat(moved(silent, new Event.Beat(EPOCH))).isInstanceOf(Phase.Cancelling.class);
    assertThat(moved(silent, new Event.Finish(EPOCH, new Outcome.Failed(RETRYABLE))))
        .isInstanceOf(Phase.Failed.class);
    assertThat(moved(silent, new Event.Finish(EPOCH, new Outcome.Stopped("drained"))))
        .isInstanceOf(Phase.Cancelled.class);
  }

  @Test
  void aHeartbeatRenewsTheLeaseButNotTheDeadline() {
    var later = NOW.plus(Duration.ofSeconds(30));

    assertThat(moved(phase("Running"), new Event.Beat(EPOCH), later))
        .isEqualTo(new Phase.Running(LEASE, later.plus(TERMS.leaseFor()), NOW.plusSeconds(600)));
  }

  @Test
  void timeMovesAJobAtTheMomentItNames() {
    for (String name : new String[] {"Queued", "Offered", "Running", "Cancelling"}) {
      Phase phase = phase(name);
      Instant at = JobRules.wakeAt(phase, NOW).orElseThrow();

      assertThat(RULES.verdict(phase, new Event.Tick(), at.minusMillis(1)))
          .as("%s before", name)
          .isInstanceOf(Verdict.Ignored.class);
      assertThat(RULES.verdict(phase, new Event.Tick(), at))
          .as("%s at the moment", name)
          .isInstanceOf(Verdict.Moved.class);
    }
    assertThat(JobRules.wakeAt(phase("Unknown"), NOW)).isEmpty();
    assertThat(JobRules.wakeAt(phase("Succeeded"), NOW)).isEmpty();
  }

  private static Phase failsOnce(Phase queued, int attempt, Instant at) {
    Phase offered = moved(queued, new Event.Offer(RUNNER, attempt), at);
    Phase running = moved(offered, new Event.Accept(attempt), at);
    return moved(running, new Event.Finish(attempt, new Outcome.Failed(RETRYABLE)), at);
  }

  private static Phase moved(Phase from, Event event) {
    return moved(from, event, NOW);
  }

  private static Phase moved(Phase from, Event event, Instant at) {
    Verdict verdict = RULES.verdict(from, event, at);
    assertThat(verdict).isInstanceOf(Verdict.Moved.class);
    return ((Verdict.Moved) verdict).to();
  }
}
