package io.bowline.control.edge.http;

import io.bowline.control.finding.Findings;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.model.id.InstallId;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Map;

/// Finds the install that a request names, in the caller's organization and nowhere else.
@RequestScoped
public class KnownInstall {
  private final Installs installs;
  private final Findings findings;
  private final Caller caller;

  KnownInstall(Installs installs, Findings findings, Caller caller) {
    this.findings = findings;
    this.installs = installs;
    this.caller = caller;
  }

  /// How many findings are open of each of these that has any.
  Map<InstallId, Integer> openFindings(List<InstallRecord> of) {
    return findings.counts(caller.org(), of.stream().map(InstallRecord::id).toList());
  }

  /// By the name people use, or by id.
  public InstallRecord named(String nameOrId) {
    return installs
        .named(caller.org(), nameOrId)
        .orElseThrow(() -> ProblemException.notFound("install"));
  }
}
