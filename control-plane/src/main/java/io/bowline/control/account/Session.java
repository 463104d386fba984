package io.bowline.control.account;

import io.bowline.model.id.MemberId;
import io.bowline.model.id.TokenId;
import java.time.Instant;
import java.util.Optional;

/// A person's sign-in, for as long as it lasts; its text is known to their program alone.
///
/// @param method how they proved who they are
/// @param origin where from and with what program they signed in
public record Session(
    TokenId id, MemberId member, String method, Origin origin, Instant createdAt, Times times) {
  /// Where a session was begun.
  public record Origin(String source, String program) {}

  /// What becomes of it in time.
  ///
  /// @param lastUsedAt to the minute
  /// @param idleAt when it is over unless it is used before
  /// @param expiresAt when it is over in any case
  /// @param endedAt when it was ended before; empty when it was not
  public record Times(
      Instant lastUsedAt, Instant idleAt, Instant expiresAt, Optional<Instant> endedAt) {}
}
