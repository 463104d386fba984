package io.bowline.control.preflight;

import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.RunnerArrival;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.model.place.Cloud;
import jakarta.enterprise.context.ApplicationScoped;

/// Has a runner look around as soon as it is there, before the first plan of its install.
@ApplicationScoped
public class FirstLook implements RunnerArrival {
  private final PreflightSettings settings;
  private final Installs installs;
  private final Preflights preflights;

  public FirstLook(PreflightSettings settings, Installs installs, Preflights preflights) {
    this.settings = settings;
    this.installs = installs;
    this.preflights = preflights;
  }

  @Override
  public void enrolled(Tx tx, RunnerRecord runner) {
    if (!settings.onEnrollment()) {
      return;
    }
    installs
        .find(tx, runner.org(), runner.install())
        .filter(install -> install.release().isEmpty())
        .filter(install -> Cloud.parse(install.cloud()).isPresent())
        .ifPresent(install -> {
          // whoever else hears of it may come later: it is there before it looks around
          boolean _ = installs.move(tx, runner.org(), runner.install(), InstallEvent.HEARD, "");
          preflights.ask(tx, install, Origin.system("preflight"));
        });
  }
}
