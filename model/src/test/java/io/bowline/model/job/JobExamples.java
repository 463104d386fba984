package io.bowline.model.job;

import io.bowline.model.id.RunnerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One example of every phase and every event, by name.
abstract class JobExamples {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Instant LATE = NOW.plus(Duration.ofHours(2));
  static final RunnerId RUNNER = RunnerId.parse("9d9c3a54-3f6f-4f7f-8c55-94d1a6f1f4a1");
  static final long EPOCH = 7;
  static final Lease LEASE = new Lease(RUNNER, EPOCH, 1);
  static final Terms TERMS =
      new Terms(
          3,
          Duration.ofSeconds(30),
          Duration.ofSeconds(75),
          Duration.ofMinutes(30),
          Duration.ofMinutes(2),
          Duration.ofSeconds(5),
          Duration.ofHours(1));
  static final JobRules RULES = new JobRules(TERMS);
  static final Failure FINAL =
      new Failure("digest-differs", "the chart is not what was signed", false);
  static final Failure RETRYABLE = new Failure("registry-busy", "the registry answered 429", true);

  static Phase phase(String name) {
    Instant soon = NOW.plusSeconds(60);
    return switch (name) {
      case "Queued" -> new Phase.Queued(1, NOW, soon);
      case "Offered" -> new Phase.Offered(LEASE, soon, LATE);
      case "Running" -> new Phase.Running(LEASE, soon, NOW.plusSeconds(600));
      case "Cancelling" -> new Phase.Cancelling(LEASE, soon, soon, "asked by an operator");
      case "Unknown" -> new Phase.Unknown(LEASE, NOW, soon, false, "no heartbeat");
      case "UnknownCancel" -> new Phase.Unknown(LEASE, NOW, soon, true, "no answer");
      case "Succeeded" -> new Phase.Succeeded(NOW);
      case "Failed" -> new Phase.Failed(NOW, FINAL);
      case "Cancelled" -> new Phase.Cancelled(NOW, "asked by an operator");
      case "Expired" -> new Phase.Expired(NOW);
      default -> throw new IllegalArgumentException(name);
    };
  }

  static Event event(String name) {
    return switch (name) {
      case "Offer" -> new Event.Offer(RUNNER, EPOCH + 1);
      case "Cancel" -> new Event.Cancel("asked by an operator");
      case "Tick", "Tick:late" -> new Event.Tick();
      default -> said(name, EPOCH).orElseThrow(() -> new IllegalArgumentException(name));
    };
  }

  /// What a runner that lost its lease would say.
  static Optional<Event> staleEvent(String name) {
    return said(name, EPOCH - 1);
  }

  private static Optional<Event> said(String name, long epoch) {
    return Optional.ofNullable(
        switch (name) {
          case "Accept" -> new Event.Accept(epoch);
          case "Decline" -> new Event.Decline(epoch, "draining");
          case "Beat" -> new Event.Beat(epoch);
          case "Missing" -> new Event.Missing(epoch);
          case "Finish:Done" -> new Event.Finish(epoch, new Outcome.Done());
          case "Finish:Failed" -> new Event.Finish(epoch, new Outcome.Failed(FINAL));
          case "Finish:Stopped" -> new Event.Finish(epoch, new Outcome.Stopped("draining"));
          case "Finish:Unclear" -> new Event.Finish(epoch, new Outcome.Unclear("lost the journal"));
          default -> null;
        });
  }
}
