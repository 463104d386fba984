package io.bowline.control.plan;

import io.bowline.control.install.InstallRecord;
import io.bowline.control.offer.Admission;
import io.bowline.control.offer.Offers;
import io.bowline.control.platform.Tx;
import io.bowline.control.preflight.Preflights;
import io.bowline.model.artifact.Digest;
import jakarta.enterprise.context.ApplicationScoped;

/// Whether an install may be brought to a release: by what it is offered, and for its first one by
/// what a look around found.
@ApplicationScoped
public class Gate {
  private final Offers offers;
  private final Preflights preflights;

  public Gate(Offers offers, Preflights preflights) {
    this.offers = offers;
    this.preflights = preflights;
  }

  /// For a plan that is asked for now. Until the transaction ends nobody yanks the release.
  Admission admit(Tx tx, InstallRecord install, Digest release) {
    Admission offered = offers.admit(tx, install, release);
    return offered instanceof Admission.Admitted
        ? preflights
            .hold(tx, install)
            .<Admission>map(held ->
                new Admission.Refused(
                    "preflight",
                    "the install is held by its preflight: %s (install preflight looks again; with --override somebody answers for it)"
                        .formatted(held)))
            .orElse(offered)
        : offered;
  }

  /// For a plan that was made already, whatever was seen since.
  Admission stands(Tx tx, InstallRecord install, Digest release) {
    return offers.admit(tx, install, release);
  }
}
