package io.bowline.control.edge.http;

import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import jakarta.enterprise.context.RequestScoped;

/// Finds the install that a request names, in the caller's organization and nowhere else.
@RequestScoped
public class KnownInstall {
  private final Installs installs;
  private final Caller caller;

  KnownInstall(Installs installs, Caller caller) {
    this.installs = installs;
    this.caller = caller;
  }

  /// By the name people use, or by id.
  public InstallRecord named(String nameOrId) {
    return installs
        .named(caller.org(), nameOrId)
        .orElseThrow(() -> ProblemException.notFound("install"));
  }
}
