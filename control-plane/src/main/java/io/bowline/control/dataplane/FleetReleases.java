package io.bowline.control.dataplane;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.offer.Offers;
import io.bowline.control.plan.Asked;
import io.bowline.control.plan.PlanRecord;
import io.bowline.control.plan.Plans;
import io.bowline.control.plan.Uninstalls;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.RunnerArrival;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/// The first release of a fleet's install, and its end. The first is asked for when the runner
/// enrolls, since without one no fleet is ever ready: what is offered to the install is taken, and
/// the customer's policy on the runner's side judges it as any other. Later ones are somebody's
/// wish.
@ApplicationScoped
public class FleetReleases implements RunnerArrival {
  private static final Logger LOG = Logger.getLogger(FleetReleases.class);

  /// A runner looks twice a minute: what it told before the end of a plan is old then.
  private static final Duration UNTIL_SEEN = Duration.ofMinutes(2);

  private final Fleets fleets;
  private final Installs installs;
  private final Offers offers;
  private final Plans plans;
  private final Uninstalls uninstalls;
  private final Jobs jobs;

  public FleetReleases(
      Fleets fleets,
      Installs installs,
      Offers offers,
      Plans plans,
      Uninstalls uninstalls,
      Jobs jobs) {
    this.fleets = fleets;
    this.installs = installs;
    this.offers = offers;
    this.plans = plans;
    this.uninstalls = uninstalls;
    this.jobs = jobs;
  }

  @Override
  public void enrolled(Tx tx, RunnerRecord runner) {
    if (!fleets.of(tx, runner.org(), runner.install()).isEmpty()) {
      installs
          .find(tx, runner.org(), runner.install())
          .filter(install -> install.release().isEmpty())
          .ifPresent(install -> first(tx, install));
    }
  }

  private void first(Tx tx, InstallRecord install) {
    if (isOpen(tx, install)) {
      return;
    }
    offers
        .offer(tx, install)
        .release()
        .map(release ->
            plans.request(
                tx, install.org(), install.id(), release.digest(), Origin.system("fleet-release")))
        .ifPresent(asked -> {
          if (!(asked instanceof Asked.Taken)) {
            LOG.infof("The install %s gets no first release: %s", install.id(), asked);
          }
        });
  }

  private static boolean isOpen(PlanRecord plan) {
    return !plan.status().over();
  }

  /// What is going on about the release of an install whose fleet is being made: a sentence while
  /// the operator may still come by it, else nothing.
  Optional<String> underWay(Tx tx, OrgId org, InstallId install) {
    return plans
        .newest(tx, org, install)
        .flatMap(plan ->
            switch (plan.status()) {
              case PLANNING -> Optional.of("plan %s is being made".formatted(plan.id()));
              case AWAITING_APPROVAL ->
                  Optional.of("plan %s waits for an approval".formatted(plan.id()));
              case APPLYING -> Optional.of("plan %s is being applied".formatted(plan.id()));
              case APPLIED ->
                  isNew(tx, plan)
                      ? Optional.of("plan %s was applied just now".formatted(plan.id()))
                      : Optional.empty();
              case RETURNED, FAILED, SUPERSEDED -> Optional.empty();
            });
  }

  /// What came of the wish that the release goes.
  public sealed interface End {
    /// The fleet's runner takes it away by this job.
    record Asked(JobId job) implements End {}

    /// There is none, or nobody who could take it away.
    record Nothing() implements End {}

    /// Not now.
    ///
    /// @param why a sentence, and what to do
    record Hindered(String why) implements End {}
  }

  /// Has the runner take away what it installed, while it is there: nobody else knows what all of
  /// that is.
  public End end(Tx tx, Fleet fleet, String by) {
    Instant heard = tx.now().minus(UNTIL_SEEN);
    return fleet
        .install()
        .flatMap(install -> installs.find(tx, fleet.org(), install))
        .filter(install -> isOpen(tx, install) || install.release().isPresent())
        .filter(install -> install.heardAt().filter(heard::isBefore).isPresent())
        .map(install -> end(tx, install, by))
        .orElseGet(End.Nothing::new);
  }

  private End end(Tx tx, InstallRecord install, String by) {
    return switch (uninstalls.request(
        tx,
        install.org(),
        install.id(),
        new Uninstalls.Wish(install.name(), Set.of()),
        new Origin(by, ""))) {
      case Uninstalls.Answer.Asked(JobId job) -> new End.Asked(job);
      case Uninstalls.Answer.Refused(String _, String message) ->
          new End.Hindered(
              "What runs on it cannot be taken away now: %s. Retry when that is over."
                  .formatted(message));
      case Uninstalls.Answer.Absent _, Uninstalls.Answer.NotConfirmed _ -> new End.Nothing();
    };
  }

  private boolean isOpen(Tx tx, InstallRecord install) {
    return plans.newest(tx, install.org(), install.id()).filter(FleetReleases::isOpen).isPresent();
  }

  private boolean isNew(Tx tx, PlanRecord plan) {
    Instant since = tx.now().minus(UNTIL_SEEN);
    return plan.applyJob()
        .flatMap(job -> jobs.find(tx, plan.org(), job))
        .map(JobRecord::phase)
        .filter(phase -> phase instanceof Phase.Succeeded done && done.at().isAfter(since))
        .isPresent();
  }
}
