package io.bowline.control.org;

import io.bowline.model.id.MemberId;
import io.bowline.model.id.TokenId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What is known of a token; its text is not.
///
/// @param only the parts that it is for; empty for the whole organization
/// @param origin who made it, and whose it is
/// @param times until when it is good, and when it was used last
public record Token(
    TokenId id,
    String name,
    Set<Scope> scopes,
    Optional<Only> only,
    Origin origin,
    Instant createdAt,
    Times times) {
  /// What becomes of it in time.
  ///
  /// @param lastUsedAt to the minute; empty when it never was
  public record Times(
      Optional<Instant> expiresAt, Optional<Instant> revokedAt, Optional<Instant> lastUsedAt) {}

  /// Where a token comes from.
  ///
  /// @param by who made it, as the audit names them
  /// @param holder the member whose it is; empty for one of the organization itself
  public record Origin(String by, Optional<MemberId> holder) {}
}
