package io.bowline.control.org;

import io.bowline.model.id.MemberId;
import io.bowline.model.id.TokenId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What is known of a token; its text is not.
///
/// @param origin who made it, and whose it is
public record Token(
    TokenId id,
    String name,
    Set<Scope> scopes,
    Origin origin,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt) {
  /// Where a token comes from.
  ///
  /// @param by who made it, as the audit names them
  /// @param holder the member whose it is; empty for one of the organization itself
  public record Origin(String by, Optional<MemberId> holder) {}
}
