package io.bowline.control.staff;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// One wish of somebody of the vendor's staff to work in an organization, and what became of it.
///
/// @param staff as the audit names them, without `staff/`
/// @param hours for how long it was asked
/// @param decision who let them in or refused; empty while nobody has
/// @param expiresAt when it is over unless it is ended before; empty when it was not granted
/// @param end who ended it before its time
/// @param lastUsedAt when they last did something by it, to the minute; empty when they never did
public record StaffAccess(
    UUID id,
    String staff,
    String reason,
    int hours,
    State state,
    Instant requestedAt,
    Optional<Done> decision,
    Optional<Instant> expiresAt,
    Optional<Done> end,
    Optional<Instant> lastUsedAt) {
  /// How it stands, on the database's clock.
  public enum State {
    /// Nobody has decided.
    REQUESTED,
    /// It lets them in now.
    ACTIVE,
    REFUSED,
    /// Somebody ended or took it back.
    ENDED,
    /// Its time is over, or nobody decided for a week.
    OVER;

    /// As it stands in the API and the database.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Who did something, as the audit names them, and when.
  public record Done(String by, Instant at) {}
}
