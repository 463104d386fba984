package io.bowline.control.preflight;

import io.bowline.control.fleet.Fleets;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.RunnerArrival;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.control.runner.Sessions;
import io.bowline.model.identity.Identity;
import io.bowline.model.place.Cloud;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// Has a runner look around as soon as it is there, before the first plan of its install.
@ApplicationScoped
public class FirstLook implements RunnerArrival {
  private final PreflightSettings settings;
  private final Installs installs;
  private final Fleets fleets;
  private final Preflights preflights;

  public FirstLook(
      PreflightSettings settings, Installs installs, Fleets fleets, Preflights preflights) {
    this.settings = settings;
    this.installs = installs;
    this.fleets = fleets;
    this.preflights = preflights;
  }

  @Override
  public void enrolled(Tx tx, RunnerRecord runner) {
    installs
        .find(tx, runner.org(), runner.install())
        .filter(install -> install.release().isEmpty())
        .ifPresent(install -> {
          preflights.forget(tx, runner.org(), runner.install());
          if (looks(tx, install)) {
            // whoever else hears of it may come later: it is there before it looks around
            boolean _ = installs.move(tx, runner.org(), runner.install(), InstallEvent.HEARD, "");
            preflights.ask(tx, install, Origin.system("preflight"));
          }
        });
  }

  /// The ground of a fleet was looked at when it was made, and its first release is asked for now.
  private boolean looks(Tx tx, InstallRecord install) {
    return settings.onEnrollment()
        && Cloud.parse(install.cloud()).isPresent()
        && fleets.of(tx, install.org(), install.id()).isEmpty();
  }

  @Override
  public void connected(Tx tx, Identity runner, Sessions.Opening opening) {
    if (runner.role() == Identity.Role.RUNNER && !able(opening.kinds())) {
      preflights.giveUp(
          tx,
          runner.org(),
          runner.install(),
          "version %s of the runner does not do that; update it".formatted(opening.version()));
    }
  }

  private static boolean able(Set<String> kinds) {
    return kinds.contains(Preflights.KIND);
  }
}
