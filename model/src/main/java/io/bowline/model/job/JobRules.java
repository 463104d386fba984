package io.bowline.model.job;

import io.bowline.model.job.Event.Accept;
import io.bowline.model.job.Event.Beat;
import io.bowline.model.job.Event.Cancel;
import io.bowline.model.job.Event.Decline;
import io.bowline.model.job.Event.Finish;
import io.bowline.model.job.Event.FromRunner;
import io.bowline.model.job.Event.Missing;
import io.bowline.model.job.Event.Offer;
import io.bowline.model.job.Event.Tick;
import io.bowline.model.job.Phase.Cancelled;
import io.bowline.model.job.Phase.Cancelling;
import io.bowline.model.job.Phase.Expired;
import io.bowline.model.job.Phase.Offered;
import io.bowline.model.job.Phase.Queued;
import io.bowline.model.job.Phase.Running;
import io.bowline.model.job.Phase.Succeeded;
import io.bowline.model.job.Phase.Terminal;
import io.bowline.model.job.Phase.Unknown;
import io.bowline.model.job.Verdict.Ignored;
import io.bowline.model.job.Verdict.Moved;
import io.bowline.model.job.Verdict.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The job's state machine: pure and total. What a runner says under an old epoch is ignored
/// everywhere, so a lease that was handed on fences its earlier holder (invariant 3).
public record JobRules(Terms terms) {

  /// The phase of a job that was just asked for.
  public Queued begin(Instant now) {
    return queued(1, now, now);
  }

  /// What `event` at time `now` does to a job in `phase`.
  public Verdict verdict(Phase phase, Event event, Instant now) {
    Optional<Lease> lease = leaseOf(phase);
    if (event instanceof FromRunner said
        && !(phase instanceof Terminal)
        && lease.map(held -> held.epoch() != said.epoch()).orElse(true)) {
      return new Ignored("epoch " + said.epoch() + " does not hold the lease");
    }
    return switch (phase) {
      case Queued queued -> whenQueued(queued, event, now);
      case Offered offered -> whenOffered(offered, event, now);
      case Running running -> whenRunning(running, event, now);
      case Cancelling cancelling -> whenCancelling(cancelling, event, now);
      case Unknown unknown -> whenUnknown(unknown, event, now);
      case Terminal _ -> whenOver(event);
    };
  }

  /// Who holds a job in this phase.
  public static Optional<Lease> leaseOf(Phase phase) {
    return switch (phase) {
      case Offered offered -> Optional.of(offered.lease());
      case Running running -> Optional.of(running.lease());
      case Cancelling cancelling -> Optional.of(cancelling.lease());
      case Unknown unknown -> Optional.of(unknown.lease());
      case Queued _, Terminal _ -> Optional.empty();
    };
  }

  /// When time alone may move a job in this phase next: the moment for a `Tick`.
  public static Optional<Instant> wakeAt(Phase phase, Instant now) {
    return switch (phase) {
      case Queued(_, Instant notBefore, Instant expiresAt) ->
          Optional.of(now.isBefore(notBefore) ? notBefore : expiresAt);
      case Offered offered -> Optional.of(offered.answerBy());
      case Running(_, Instant leaseUntil, Instant deadline) ->
          Optional.of(leaseUntil.isBefore(deadline) ? leaseUntil : deadline);
      case Cancelling cancelling -> Optional.of(cancelling.giveUpAt());
      case Unknown _, Terminal _ -> Optional.empty();
    };
  }

  private Verdict whenQueued(Queued phase, Event event, Instant now) {
    return switch (event) {
      case Offer _ when now.isBefore(phase.notBefore()) ->
          new Refused("not to be offered before " + phase.notBefore());
      case Offer offer -> {
        var lease = new Lease(offer.runner(), offer.epoch(), phase.attempt());
        yield moved(
            new Offered(lease, now.plus(terms.answerWithin()), phase.expiresAt()),
            new Effect.SendOffer(lease));
      }
      case Cancel cancel -> over(new Cancelled(now, cancel.reason()));
      case Tick _ when !now.isBefore(phase.expiresAt()) -> over(new Expired(now));
      case Tick _ -> new Ignored("still waiting for a runner");
      case FromRunner _ -> new Ignored("nobody holds the lease");
    };
  }

  private Verdict whenOffered(Offered phase, Event event, Instant now) {
    return switch (event) {
      case Offer _ -> new Refused("already offered");
      case Accept _, Beat _ -> runs(phase.lease(), now.plus(terms.runWithin()), now);
      case Decline _, Missing _ -> givenBack(phase, now);
      case Finish finish -> finished(phase.lease(), finish.outcome(), now);
      // the accept may be under way, so the runner has to be asked
      case Cancel cancel ->
          cancels(phase.lease(), now.plus(terms.runWithin()), cancel.reason(), now);
      case Tick _ when !now.isBefore(phase.answerBy()) -> givenBack(phase, now);
      case Tick _ -> new Ignored("the runner may still answer");
    };
  }

  private Verdict whenRunning(Running phase, Event event, Instant now) {
    return switch (event) {
      case Offer _ -> new Refused("a runner works on it");
      case Accept _ -> new Ignored("already accepted");
      case Decline _ -> new Ignored("already accepted");
      case Beat _ -> runs(phase.lease(), phase.deadline(), now);
      case Missing _ -> retried(phase.lease(), lost(), now);
      case Finish finish -> finished(phase.lease(), finish.outcome(), now);
      case Cancel cancel -> cancels(phase.lease(), phase.deadline(), cancel.reason(), now);
      case Tick _ when !now.isBefore(phase.deadline()) ->
          cancels(phase.lease(), phase.deadline(), "took longer than " + terms.runWithin(), now);
      case Tick _ when !now.isBefore(phase.leaseUntil()) ->
          moved(
              new Unknown(
                  phase.lease(), now, phase.deadline(), false, "no heartbeat from the runner"));
      case Tick _ -> new Ignored("the lease holds");
    };
  }

  private Verdict whenCancelling(Cancelling phase, Event event, Instant now) {
    return switch (event) {
      case Offer _ -> new Refused("it is being cancelled");
      case Accept _, Beat _ -> moved(phase, new Effect.SendCancel(phase.lease(), phase.reason()));
      case Decline _, Missing _ -> over(new Cancelled(now, phase.reason()));
      case Finish finish ->
          finishedAfterCancel(
              phase.lease(), phase.deadline(), phase.reason(), finish.outcome(), now);
      case Cancel _ -> new Ignored("already being cancelled");
      case Tick _ when !now.isBefore(phase.giveUpAt()) ->
          moved(
              new Unknown(
                  phase.lease(), now, phase.deadline(), true, "no answer to the cancellation"));
      case Tick _ -> new Ignored("the runner may still answer");
    };
  }

  private Verdict whenUnknown(Unknown phase, Event event, Instant now) {
    return switch (event) {
      case Offer _ -> new Refused("what the last runner did is not known yet");
      case Accept _, Beat _ when phase.cancelWanted() ->
          cancels(phase.lease(), phase.deadline(), phase.reason(), now);
      case Accept _, Beat _ -> runs(phase.lease(), phase.deadline(), now);
      case Decline _, Missing _ when phase.cancelWanted() ->
          over(new Cancelled(now, phase.reason()));
      case Decline _, Missing _ -> retried(phase.lease(), lost(), now);
      case Finish finish when phase.cancelWanted() ->
          finishedAfterCancel(
              phase.lease(), phase.deadline(), phase.reason(), finish.outcome(), now);
      case Finish finish -> finished(phase.lease(), finish.outcome(), now);
      case Cancel _ when phase.cancelWanted() -> new Ignored("already wanted");
      case Cancel cancel ->
          moved(new Unknown(phase.lease(), phase.since(), phase.deadline(), true, cancel.reason()));
      // time alone tells nothing about what a silent runner did
      case Tick _ -> new Ignored("waits for the runner's word");
    };
  }

  private static Verdict whenOver(Event event) {
    return switch (event) {
      case Offer _, Cancel _ -> new Refused("the job is over");
      case FromRunner _, Tick _ -> new Ignored("the job is over");
    };
  }

  private Verdict finished(Lease lease, Outcome outcome, Instant now) {
    return switch (outcome) {
      case Outcome.Done _ -> over(new Succeeded(now));
      case Outcome.Failed(Failure failure) -> retried(lease, failure, now);
      case Outcome.Stopped _ -> requeued(lease.attempt(), now);
      case Outcome.Unclear(String reason) ->
          moved(new Unknown(lease, now, now.plus(terms.runWithin()), false, reason));
    };
  }

  /// What somebody wanted to stop is not tried again, however it ended.
  private static Verdict finishedAfterCancel(
      Lease lease, Instant deadline, String wanted, Outcome outcome, Instant now) {
    return switch (outcome) {
      case Outcome.Done _ -> over(new Succeeded(now));
      case Outcome.Failed(Failure failure) -> over(new Phase.Failed(now, failure));
      case Outcome.Stopped _ -> over(new Cancelled(now, wanted));
      case Outcome.Unclear(String reason) -> moved(new Unknown(lease, now, deadline, true, reason));
    };
  }

  private Verdict retried(Lease lease, Failure failure, Instant now) {
    return failure.retryable() && lease.attempt() < terms.maxAttempts()
        ? requeued(lease.attempt() + 1, now)
        : over(new Phase.Failed(now, failure));
  }

  /// Nobody took it: it waits on, until the same moment as before.
  private Verdict givenBack(Offered phase, Instant now) {
    return moved(
        new Queued(phase.lease().attempt(), now.plus(terms.retryAfter()), phase.expiresAt()));
  }

  private Verdict requeued(int attempt, Instant now) {
    return moved(queued(attempt, now.plus(terms.retryAfter()), now));
  }

  private Queued queued(int attempt, Instant notBefore, Instant now) {
    return new Queued(attempt, notBefore, now.plus(terms.queueFor()));
  }

  private Verdict runs(Lease lease, Instant deadline, Instant now) {
    return moved(new Running(lease, now.plus(terms.leaseFor()), deadline));
  }

  private Verdict cancels(Lease lease, Instant deadline, String reason, Instant now) {
    return moved(
        new Cancelling(lease, now.plus(terms.cancelWithin()), deadline, reason),
        new Effect.SendCancel(lease, reason));
  }

  private static Failure lost() {
    return new Failure("job-lost", "the runner no longer knows the job; it is tried again", true);
  }

  private static Verdict over(Terminal phase) {
    return moved(phase, new Effect.Announce());
  }

  private static Verdict moved(Phase to, Effect... effects) {
    return new Moved(to, List.of(effects));
  }
}
