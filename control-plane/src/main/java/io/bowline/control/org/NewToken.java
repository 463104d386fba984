package io.bowline.control.org;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// A wish for a token.
///
/// @param life how long it is good for; empty for as long as nobody revokes it
/// @param only the parts that it is for; empty for the whole organization
public record NewToken(
    String name, Set<Scope> scopes, Optional<Duration> life, Optional<Only> only) {
  /// One for the whole organization.
  public NewToken(String name, Set<Scope> scopes, Optional<Duration> life) {
    this(name, scopes, life, Optional.empty());
  }
}
