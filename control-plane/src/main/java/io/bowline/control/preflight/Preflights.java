package io.bowline.control.preflight;

import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.JobSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Looks around installs, by their runners. An install that runs nothing yet waits for what comes
/// of it; one that does goes on meanwhile.
@ApplicationScoped
public class Preflights {
  private final Jobs jobs;
  private final Installs installs;
  private final PreflightStore store;

  public Preflights(Jobs jobs, Installs installs, PreflightStore store) {
    this.jobs = jobs;
    this.installs = installs;
    this.store = store;
  }

  /// Asks the install's runner, in the caller's transaction.
  public JobId ask(Tx tx, InstallRecord install, Origin origin) {
    var spec =
        new JobSpec.Preflight(install.name(), install.cloud(), install.account(), install.region());
    JobId job = jobs.ask(tx, install.org(), install.id(), spec, origin);
    if (install.release().isEmpty()) {
      boolean _ =
          installs.move(
              tx,
              install.org(),
              install.id(),
              InstallEvent.PREFLIGHT_BEGUN,
              "its runner looks around: job " + job);
    }
    return job;
  }

  /// What was seen last; empty when nobody has looked yet.
  public Optional<KeptPreflight> newest(Tx tx, OrgId org, InstallId install) {
    return store.newest(tx, org, install);
  }
}
