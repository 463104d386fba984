package io.bowline.control.org;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// A wish for a token.
///
/// @param life how long it is good for; empty for as long as nobody revokes it
public record NewToken(String name, Set<Scope> scopes, Optional<Duration> life) {}
