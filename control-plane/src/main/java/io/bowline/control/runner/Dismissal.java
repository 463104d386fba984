package io.bowline.control.runner;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;

/// Lets nobody in for an install any more: neither who has a token, nor who has a certificate.
@ApplicationScoped
public class Dismissal {
  private final EnrollmentTokens tokens;
  private final Runners runners;

  public Dismissal(EnrollmentTokens tokens, Runners runners) {
    this.tokens = tokens;
    this.runners = runners;
  }

  /// Does it, in the caller's transaction; streams that are open end within seconds.
  ///
  /// @param by as the audit names them
  public void of(Tx tx, OrgId org, InstallId install, String because, String by) {
    tokens.voidAllOf(tx, org, install, because);
    runners.revokeAllOf(tx, org, install, because, by);
  }
}
