package io.bowline.control.byok;

import io.bowline.control.dataplane.FleetReleases;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetMaker;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.Move;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.hosted.HostedRunners;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.JobId;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Moves fleets on clusters that are brought: what is wished is asked of the organization's hosted
/// runner, with the kubeconfig that is lent for it. Until there is one, nothing is done.
@ApplicationScoped
public class ByokFleets implements FleetMaker {
  static final String WAITS = "waits for the kubeconfig of its cluster";

  private final Fleets fleets;
  private final LentStore store;
  private final HostedRunners hosted;
  private final Jobs jobs;
  private final FleetReleases releases;

  public ByokFleets(
      Fleets fleets, LentStore store, HostedRunners hosted, Jobs jobs, FleetReleases releases) {
    this.fleets = fleets;
    this.store = store;
    this.hosted = hosted;
    this.jobs = jobs;
    this.releases = releases;
  }

  @Override
  public boolean makes(InfraType infra) {
    return infra == InfraType.BYOK;
  }

  @Override
  public void wished(Tx tx, Fleet fleet, String by) {
    if (lent(tx, fleet).isPresent()) {
      begin(tx, fleet, by);
    } else {
      say(tx, fleet, FleetStatus.PENDING, WAITS);
    }
  }

  @Override
  public boolean works(Tx tx, Fleet fleet) {
    return lent(tx, fleet).isPresent();
  }

  /// One is here now: what it was lent for begins.
  void begin(Tx tx, Fleet fleet, String by) {
    switch (fleet.status()) {
      case DELETING, DELETE_FAILED -> {
        say(tx, fleet, FleetStatus.DELETING, "asked for again by " + by);
        empty(tx, fleet, by);
      }
      case ERROR -> {
        say(tx, fleet, FleetStatus.PENDING, "tried again by " + by);
        look(tx, fleet, by);
      }
      case PENDING, UNHEALTHY, PROVISIONING, HEALTHY -> look(tx, fleet, by);
    }
  }

  private void look(Tx tx, Fleet fleet, String by) {
    JobId job = ask(tx, fleet, FleetErrand.CHECK_CLUSTER, by);
    say(
        tx,
        fleet,
        FleetStatus.PROVISIONING,
        "The hosted runner looks at the cluster by job %s; where none is connected, it waits for one."
            .formatted(job));
  }

  @Override
  public void unwished(Tx tx, Fleet fleet, String by) {
    Optional<JobId> open = working(tx, fleet);
    if (open.isPresent()) {
      // when it is over, whichever way, what there is is taken out
      say(tx, fleet, FleetStatus.DELETING, "Job %s is told to stop.".formatted(open.get()));
      jobs.stop(tx, fleet.org(), open.get(), "the fleet is deleted");
    } else {
      empty(tx, fleet, by);
    }
  }

  /// Has the fleet's runner take away what it installed, then itself taken out.
  void empty(Tx tx, Fleet fleet, String by) {
    switch (releases.end(tx, fleet, by)) {
      case FleetReleases.End.Asked(JobId job) ->
          say(
              tx,
              fleet,
              FleetStatus.DELETING,
              "Its runner takes away what it installed by job %s.".formatted(job));
      case FleetReleases.End.Nothing _ -> takeDown(tx, fleet, by);
      case FleetReleases.End.Hindered(String why) -> say(tx, fleet, FleetStatus.DELETE_FAILED, why);
    }
  }

  /// The kubeconfig is gone without its use: a job that works with it, which is held, is told to
  /// stop.
  void stop(Tx tx, Fleet fleet, String why) {
    working(tx, fleet).ifPresent(job -> jobs.stop(tx, fleet.org(), job, why));
    if (fleet.status() == FleetStatus.PENDING) {
      say(tx, fleet, FleetStatus.PENDING, WAITS);
    }
  }

  @Override
  public Optional<JobId> working(Tx tx, Fleet fleet) {
    return store
        .find(tx, fleet.org(), fleet.id())
        .flatMap(LentKubeconfig::job)
        .flatMap(job -> jobs.find(tx, fleet.org(), job))
        .filter(job -> !(job.phase() instanceof Phase.Terminal))
        .map(JobRecord::id);
  }

  /// Takes out what was put into the cluster, where anything was.
  void takeDown(Tx tx, Fleet fleet, String by) {
    if (fleet.install().isEmpty()) {
      boolean _ = fleets.removed(tx, fleet, by);
    } else if (lent(tx, fleet).isPresent()) {
      JobId job = ask(tx, fleet, FleetErrand.REMOVE_CLUSTER, by);
      say(
          tx,
          fleet,
          FleetStatus.DELETING,
          "The hosted runner takes out what is in the cluster by job %s; where none is connected, it waits for one."
              .formatted(job));
    } else {
      say(
          tx,
          fleet,
          FleetStatus.DELETE_FAILED,
          "What came with the fleet is still in the namespace %s of its cluster (bowline.io/fleet=%s), and the kubeconfig is gone. Upload one again, and it is taken out."
              .formatted(
                  store.find(tx, fleet.org(), fleet.id()).map(LentKubeconfig::namespace).orElse(""),
                  fleet.id()));
    }
  }

  /// Asks for work with the kubeconfig that is here.
  JobId ask(Tx tx, Fleet fleet, FleetErrand errand, String by) {
    long revision = lent(tx, fleet).orElseThrow().revision();
    var spec = new JobSpec.FleetWork(errand, fleet.id(), revision);
    JobId job = jobs.ask(tx, fleet.org(), hosted.place(tx, fleet.org()), spec, new Origin(by, ""));
    store.asked(tx, fleet.org(), fleet.id(), job);
    return job;
  }

  /// The kubeconfig that is here.
  Optional<LentKubeconfig> lent(Tx tx, Fleet fleet) {
    return store.find(tx, fleet.org(), fleet.id()).filter(LentKubeconfig::here);
  }

  /// What is impossible from how the fleet is now is no news.
  void say(Tx tx, Fleet fleet, FleetStatus status, String reason) {
    Move _ = fleets.move(tx, fleet, status, reason);
  }
}
