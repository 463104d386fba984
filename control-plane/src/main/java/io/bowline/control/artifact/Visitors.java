package io.bowline.control.artifact;

import io.bowline.control.account.Bearers;
import io.bowline.control.runner.Runners;
import io.bowline.control.secret.Secret;
import io.bowline.model.identity.Identity;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Finds out who a credential belongs to, each time it is used.
@Singleton
public final class Visitors {
  private final Bearers bearers;
  private final Runners runners;

  public Visitors(Bearers bearers, Runners runners) {
    this.bearers = bearers;
    this.runners = runners;
  }

  /// Whose credential this is; empty when it is no longer good.
  public Optional<Visitor> of(Credential credential) {
    return switch (credential) {
      case Credential.ApiToken(Secret text) -> bearers.of(text).map(Visitor.Bearer::new);
      case Credential.Certificate(Identity identity) ->
          runners.admitted(identity)
              ? Optional.of(new Visitor.Machine(identity))
              : Optional.empty();
    };
  }
}
