package io.bowline.control.byok;

import io.bowline.control.dataplane.FleetInstalls;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.hosted.HostedRunners;
import io.bowline.control.job.JobFollower;
import io.bowline.control.job.JobRecord;
import io.bowline.control.platform.Tx;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What became of work in a cluster that is brought, in the transaction that ends the job: the next
/// step of its fleet, or what is in the way. Only the fleet's newest job counts.
@ApplicationScoped
public class ClusterAnswers implements JobFollower {
  // the token with which it enrolls is good for no longer
  private static final Duration TO_ENROLL = Duration.ofHours(1);

  private final Fleets fleets;
  private final LentStore store;
  private final LentLedger ledger;
  private final ByokFleets byok;
  private final FleetInstalls installs;

  ClusterAnswers(
      Fleets fleets, LentStore store, LentLedger ledger, ByokFleets byok, FleetInstalls installs) {
    this.fleets = fleets;
    this.store = store;
    this.ledger = ledger;
    this.byok = byok;
    this.installs = installs;
  }

  @Override
  public void over(Tx tx, JobRecord job) {
    if (job.spec() instanceof JobSpec.FleetWork work) {
      fleets
          .lock(tx, job.org(), work.fleet())
          .filter(fleet ->
              store
                  .find(tx, fleet.org(), fleet.id())
                  .flatMap(LentKubeconfig::job)
                  .filter(job.id()::equals)
                  .isPresent())
          .ifPresent(fleet -> over(tx, fleet, job, work.errand()));
    } else if (job.spec() instanceof JobSpec.Uninstall) {
      for (Fleet each : fleets.of(tx, job.org(), job.install())) {
        fleets
            .lock(tx, job.org(), each.id())
            .filter(fleet -> byok.makes(fleet.infra()))
            .filter(fleet -> fleet.status() == FleetStatus.DELETING)
            .ifPresent(fleet -> emptied(tx, fleet, job));
      }
    }
  }

  /// The fleet's runner has taken away what it installed, or could not.
  private void emptied(Tx tx, Fleet fleet, JobRecord job) {
    if (job.phase() instanceof Phase.Succeeded) {
      byok.takeDown(tx, fleet, job.requestedBy());
    } else {
      byok.say(
          tx,
          fleet,
          FleetStatus.DELETE_FAILED,
          "What runs on it was not taken away: "
              + (job.phase() instanceof Phase.Expired
                  ? "its runner did not take job %s in time. Retry.".formatted(job.id())
                  : HostedRunners.whyNot(job)));
    }
  }

  private void over(Tx tx, Fleet fleet, JobRecord job, FleetErrand errand) {
    checks(job).ifPresent(checks -> store.found(tx, fleet.org(), fleet.id(), checks));
    if (fleet.status() == FleetStatus.DELETING && errand != FleetErrand.REMOVE_CLUSTER) {
      byok.empty(tx, fleet, job.requestedBy());
      return;
    }
    switch (errand) {
      case CHECK_CLUSTER -> looked(tx, fleet, job);
      case BOOTSTRAP_CLUSTER -> bootstrapped(tx, fleet, job);
      case REMOVE_CLUSTER -> removed(tx, fleet, job);
      case PROVISION, DESTROY, MAKE_BASE_LAYER -> {} // no cluster that is brought
    }
  }

  private static Optional<List<Check>> checks(JobRecord job) {
    return switch (job.report().orElse(new JobReport.Nothing())) {
      case JobReport.ClusterChecked(List<Check> checks) -> Optional.of(checks);
      case JobReport.ClusterBootstrapped(List<Check> checks, List<String> _) -> Optional.of(checks);
      case JobReport _ -> Optional.empty();
    };
  }

  private void looked(Tx tx, Fleet fleet, JobRecord job) {
    Optional<List<Check>> checks = checks(job);
    if (!(job.phase() instanceof Phase.Succeeded) || checks.isEmpty()) {
      byok.say(tx, fleet, FleetStatus.ERROR, HostedRunners.whyNot(job));
      return;
    }
    // what could not be told is looked at again, and judged, by who would write
    Optional<Check> bad =
        checks.get().stream().filter(check -> check.result() == Result.FAILED).findFirst();
    Optional<String> hindrance =
        bad.map(check -> check.name() + ": " + check.detail()).or(installs::hindrance);
    if (hindrance.isPresent()) {
      byok.say(tx, fleet, FleetStatus.ERROR, hindrance.get());
      return;
    }
    if (byok.lent(tx, fleet).isEmpty()) {
      byok.say(tx, fleet, FleetStatus.ERROR, "The kubeconfig is gone. Upload one again.");
      return;
    }
    installs.ensure(tx, fleet, fleet.id().toString(), job.requestedBy());
    var next = byok.ask(tx, fleet, FleetErrand.BOOTSTRAP_CLUSTER, job.requestedBy());
    byok.say(
        tx,
        fleet,
        FleetStatus.PROVISIONING,
        "The cluster is fit. The hosted runner puts a runner there by job %s.".formatted(next));
  }

  private void bootstrapped(Tx tx, Fleet fleet, JobRecord job) {
    if (!(job.phase() instanceof Phase.Succeeded)) {
      byok.say(tx, fleet, FleetStatus.ERROR, HostedRunners.whyNot(job));
    } else if (installs.isConnected(tx, fleet)) {
      // one that had enrolled before: no token will be spent
      boolean _ = ledger.destroy(tx, fleet, "the fleet's runner is repaired", job.requestedBy());
      byok.say(
          tx,
          fleet,
          FleetStatus.PROVISIONING,
          "Its runner is there as wanted; it says when the cluster is ready.");
    } else if (byok.lent(tx, fleet).isPresent()) {
      store.enrollWithin(tx, fleet.org(), fleet.id(), Optional.of(TO_ENROLL));
      byok.say(
          tx,
          fleet,
          FleetStatus.PROVISIONING,
          "Its runner is put into the cluster and has an hour to enroll.");
    }
  }

  private void removed(Tx tx, Fleet fleet, JobRecord job) {
    if (!(job.phase() instanceof Phase.Succeeded)) {
      byok.say(tx, fleet, FleetStatus.DELETE_FAILED, HostedRunners.whyNot(job));
    } else {
      boolean _ = fleets.removed(tx, fleet, job.requestedBy());
    }
  }
}
