package io.bowline.control.artifact;

import io.bowline.control.org.Tokens;
import io.bowline.control.runner.Runners;
import io.bowline.control.secret.Secret;
import io.bowline.model.identity.Identity;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Finds out who a credential belongs to, each time it is used.
@Singleton
public final class Visitors {
  private final Tokens tokens;
  private final Runners runners;

  public Visitors(Tokens tokens, Runners runners) {
    this.tokens = tokens;
    this.runners = runners;
  }

  /// Whose credential this is; empty when it is no longer good.
  public Optional<Visitor> of(Credential credential) {
    return switch (credential) {
      case Credential.ApiToken(Secret text) -> tokens.bearer(text).map(Visitor.Bearer::new);
      case Credential.Certificate(Identity identity) ->
          runners.admitted(identity)
              ? Optional.of(new Visitor.Machine(identity))
              : Optional.empty();
    };
  }
}
