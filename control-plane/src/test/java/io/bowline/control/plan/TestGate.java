package io.bowline.control.plan;

import io.bowline.control.audit.Audit;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.offer.Offers;
import io.bowline.control.preflight.Preflights;
import io.bowline.control.preflight.store.PgPreflightStore;

/// The gate on a real database.
public final class TestGate {
  private TestGate() {}

  public static Gate of(Offers offers, Jobs jobs, Installs installs, Audit audit) {
    return new Gate(offers, new Preflights(jobs, installs, new PgPreflightStore(), audit));
  }
}
