package io.bowline.control.job.store;

import io.bowline.model.id.RunnerId;
import io.bowline.model.job.Failure;
import io.bowline.model.job.Lease;
import io.bowline.model.job.Phase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A phase as columns of the `job` table. `until` is the one time limit that a phase waits for:
/// expiry, answer, lease or giving up.
record PhaseColumns(
    String phase,
    int attempt,
    @Nullable Long epoch,
    @Nullable UUID runner,
    @Nullable Instant notBefore,
    @Nullable Instant until,
    @Nullable Instant deadline,
    @Nullable Instant since,
    @Nullable Instant queueUntil,
    boolean cancelWanted,
    @Nullable String reason,
    @Nullable String message,
    boolean retryable) {
  /// An offer of a version that did not note when the waiting ends: as long as it was given anew.
  private static final Duration UNNOTED = Duration.ofHours(24);

  static PhaseColumns of(Phase phase) {
    return switch (phase) {
      case Phase.Queued(int attempt, Instant notBefore, Instant expiresAt) ->
          new PhaseColumns(
              "queued", attempt, null, null, notBefore, expiresAt, null, null, null, false, null,
              null, false);
      case Phase.Offered(Lease lease, Instant answerBy, Instant expiresAt) ->
          held("offered", lease, answerBy, null, null, false, null).queuedUntil(expiresAt);
      case Phase.Running(Lease lease, Instant leaseUntil, Instant deadline) ->
          held("running", lease, leaseUntil, deadline, null, false, null);
      case Phase.Cancelling(Lease lease, Instant giveUpAt, Instant deadline, String reason) ->
          held("cancelling", lease, giveUpAt, deadline, null, true, reason);
      case Phase.Unknown(
              Lease lease,
              Instant since,
              Instant deadline,
              boolean cancelWanted,
              String reason) ->
          held("unknown", lease, null, deadline, since, cancelWanted, reason);
      case Phase.Succeeded(Instant at) -> over("succeeded", at, null, null, false);
      case Phase.Failed(Instant at, Failure failure) ->
          over("failed", at, failure.reason(), failure.message(), failure.retryable());
      case Phase.Cancelled(Instant at, String reason) -> over("cancelled", at, reason, null, false);
      case Phase.Expired(Instant at) -> over("expired", at, null, null, false);
    };
  }

  private static PhaseColumns held(
      String name,
      Lease lease,
      @Nullable Instant until,
      @Nullable Instant deadline,
      @Nullable Instant since,
      boolean cancelWanted,
      @Nullable String reason) {
    return new PhaseColumns(
        name,
        lease.attempt(),
        lease.epoch(),
        lease.runner().value(),
        null,
        until,
        deadline,
        since,
        null,
        cancelWanted,
        reason,
        null,
        false);
  }

  private PhaseColumns queuedUntil(Instant expiresAt) {
    return new PhaseColumns(
        phase,
        attempt,
        epoch,
        runner,
        notBefore,
        until,
        deadline,
        since,
        expiresAt,
        cancelWanted,
        reason,
        message,
        retryable);
  }

  private static PhaseColumns over(
      String name, Instant at, @Nullable String reason, @Nullable String message, boolean retry) {
    return new PhaseColumns(
        name, 0, null, null, null, null, null, at, null, false, reason, message, retry);
  }

  static PhaseColumns read(ResultSet row) throws SQLException {
    return new PhaseColumns(
        row.getString("phase"),
        row.getInt("attempt"),
        row.getObject("epoch", Long.class),
        row.getObject("runner", UUID.class),
        instant(row, "not_before"),
        instant(row, "until"),
        instant(row, "deadline"),
        instant(row, "since"),
        instant(row, "queue_until"),
        row.getBoolean("cancel_wanted"),
        row.getString("reason"),
        row.getString("message"),
        row.getBoolean("retryable"));
  }

  Phase toPhase() {
    return switch (phase) {
      case "queued" -> new Phase.Queued(attempt, there(notBefore), there(until));
      case "offered" ->
          new Phase.Offered(
              lease(),
              there(until),
              Optional.ofNullable(queueUntil).orElseGet(() -> there(until).plus(UNNOTED)));
      case "running" -> new Phase.Running(lease(), there(until), there(deadline));
      case "cancelling" ->
          new Phase.Cancelling(lease(), there(until), there(deadline), there(reason));
      case "unknown" ->
          new Phase.Unknown(lease(), there(since), there(deadline), cancelWanted, there(reason));
      case "succeeded" -> new Phase.Succeeded(there(since));
      case "failed" ->
          new Phase.Failed(there(since), new Failure(there(reason), there(message), retryable));
      case "cancelled" -> new Phase.Cancelled(there(since), there(reason));
      case "expired" -> new Phase.Expired(there(since));
      default -> throw new IllegalStateException("unknown job phase in the database: " + phase);
    };
  }

  private Lease lease() {
    return new Lease(new RunnerId(there(runner)), there(epoch), attempt);
  }

  private <T> T there(@Nullable T column) {
    return Optional.ofNullable(column)
        .orElseThrow(
            () -> new IllegalStateException("a job in phase " + phase + " lacks a column"));
  }

  static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  static Instant at(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
