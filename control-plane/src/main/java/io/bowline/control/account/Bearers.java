package io.bowline.control.account;

import io.bowline.control.org.Principal;
import io.bowline.control.org.Tokens;
import io.bowline.control.secret.Secret;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Finds out who bears a secret, be it a token's text or a session's. Asked anew at each request.
@Singleton
public final class Bearers {
  private final Tokens tokens;
  private final Sessions sessions;

  public Bearers(Tokens tokens, Sessions sessions) {
    this.tokens = tokens;
    this.sessions = sessions;
  }

  /// Who it is; empty when it is good for nobody.
  public Optional<Principal> of(Secret text) {
    return sessions.bearer(text).or(() -> tokens.bearer(text));
  }
}
