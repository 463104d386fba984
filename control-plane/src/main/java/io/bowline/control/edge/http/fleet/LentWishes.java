package io.bowline.control.edge.http.fleet;

import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.control.byok.Lending;
import io.bowline.control.byok.LentKubeconfig;
import io.bowline.control.byok.LentKubeconfigs;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.fleet.Admission;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.platform.Tx;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.Optional;

/// The kubeconfig that may come with the wish for a fleet.
@Singleton
final class LentWishes {
  private final LentKubeconfigs kubeconfigs;
  private final Uploads uploads;

  LentWishes(LentKubeconfigs kubeconfigs, Uploads uploads) {
    this.kubeconfigs = kubeconfigs;
    this.uploads = uploads;
  }

  /// Reads a wish.
  SentFleet read(InputStream body, String contentType) {
    return uploads.read(body, contentType, SentFleet.class);
  }

  /// What came with it, looked at; empty when nothing did.
  Optional<ClusterAccess> access(SentFleet sent, InfraType infra) {
    if (sent.kubeconfig() == null) {
      if (sent.context() != null) {
        throw ProblemException.badField(
            "context",
            "The field context chooses in a kubeconfig, and there is none. Leave it out.");
      }
      return Optional.empty();
    }
    if (infra != InfraType.BYOK) {
      throw ProblemException.badField(
          "kubeconfig",
          "The field kubeconfig goes with infra_type byok only. Leave it out for %s."
              .formatted(infra.text()));
    }
    return Optional.of(uploads.access(sent.kubeconfig(), sent.context()));
  }

  /// No change takes one.
  static void none(SentFleet sent) {
    if (sent.kubeconfig() != null || sent.context() != null) {
      throw ProblemException.badField(
          "kubeconfig", "The field kubeconfig is sent to the fleet's own address, …/kubeconfig/.");
    }
  }

  /// Lends what came to the fleet that was made, in the same transaction.
  Admission with(Tx tx, Admission made, Optional<ClusterAccess> access, Caller caller) {
    return made instanceof Admission.Admitted(Fleet fleet) && access.isPresent()
        ? switch (kubeconfigs.lendAtFirst(tx, fleet, access.get(), caller.actor())) {
          case Lending.Lent(LentKubeconfig _, Fleet now) -> new Admission.Admitted(now);
          case Lending.Hindered(String why) -> new Admission.Hindered(why);
          case Lending.Absent() -> new Admission.Absent();
        }
        : made;
  }
}
