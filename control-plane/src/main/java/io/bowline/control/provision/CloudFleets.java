package io.bowline.control.provision;

import io.bowline.control.dataplane.FleetInstalls;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetMaker;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.Move;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.hosted.HostedRunners;
import io.bowline.control.job.JobFollower;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Tx;
import io.bowline.control.provider.ProviderLoan;
import io.bowline.model.id.JobId;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Moves fleets in cloud accounts: what is wished is asked of the organization's hosted runner, and
/// what became of it is the fleet's status, in the transaction that ends the job.
@ApplicationScoped
public class CloudFleets implements FleetMaker, JobFollower {
  /// What is asked for here; of the other errands none is for a cloud fleet.
  static final Set<FleetErrand> ERRANDS =
      Set.of(FleetErrand.PROVISION, FleetErrand.DESTROY, FleetErrand.BOOTSTRAP_CLUSTER);

  // the token with which it enrolls is good for no longer
  private static final Duration TO_ENROLL = Duration.ofHours(1);

  private final Fleets fleets;
  private final FleetWorkStore store;
  private final ProviderLoan providers;
  private final HostedRunners hosted;
  private final Jobs jobs;
  private final FleetInstalls installs;
  private final List<String> controlPlane;

  public CloudFleets(
      Fleets fleets,
      FleetWorkStore store,
      ProviderLoan providers,
      HostedRunners hosted,
      Jobs jobs,
      FleetInstalls installs,
      ProvisionSettings settings) {
    this.installs = installs;
    this.fleets = fleets;
    this.store = store;
    this.providers = providers;
    this.hosted = hosted;
    this.jobs = jobs;
    this.controlPlane = settings.controlPlaneCidrs().orElse(List.of());
  }

  @Override
  public boolean makes(InfraType infra) {
    return infra.cloud().isPresent();
  }

  @Override
  public void wished(Tx tx, Fleet fleet, String by) {
    Optional<String> hindrance = hindrance(fleet);
    if (hindrance.isPresent()) {
      say(tx, fleet, FleetStatus.ERROR, hindrance.get());
    } else {
      ask(tx, fleet, FleetErrand.PROVISION, by)
          .ifPresentOrElse(
              job ->
                  say(
                      tx,
                      fleet,
                      FleetStatus.PROVISIONING,
                      "The hosted runner makes it by job %s; where none is connected, it waits for one."
                          .formatted(job)),
              () -> say(tx, fleet, FleetStatus.ERROR, "Its fleet provider is gone."));
    }
  }

  /// What stands in the way on our side.
  private Optional<String> hindrance(Fleet fleet) {
    if (controlPlane.isEmpty()) {
      return Optional.of(
          "The vendor has not said at which addresses the control plane is reached"
              + " (bowline.provision.control-plane-cidrs). Retry when that is done.");
    }
    return CloudVariables.hindrance(fleet);
  }

  @Override
  public void unwished(Tx tx, Fleet fleet, String by) {
    Optional<JobId> open = working(tx, fleet);
    if (open.isPresent()) {
      // when it is over, whichever way, what there is is taken down
      say(tx, fleet, FleetStatus.DELETING, "Job %s is told to stop.".formatted(open.get()));
      jobs.stop(tx, fleet.org(), open.get(), "the fleet is deleted");
    } else {
      destroy(tx, fleet, by);
    }
  }

  @Override
  public Optional<JobId> working(Tx tx, Fleet fleet) {
    return store
        .job(tx, fleet.org(), fleet.id())
        .flatMap(job -> jobs.find(tx, fleet.org(), job))
        .filter(job -> !(job.phase() instanceof Phase.Terminal))
        .map(JobRecord::id);
  }

  private void destroy(Tx tx, Fleet fleet, String by) {
    ask(tx, fleet, FleetErrand.DESTROY, by)
        .ifPresentOrElse(
            job ->
                say(
                    tx,
                    fleet,
                    FleetStatus.DELETING,
                    "The hosted runner takes it down by job %s; where none is connected, it waits for one."
                        .formatted(job)),
            () -> say(tx, fleet, FleetStatus.DELETE_FAILED, "Its fleet provider is gone."));
  }

  private Optional<JobId> ask(Tx tx, Fleet fleet, FleetErrand errand, String by) {
    OptionalLong revision =
        fleet
            .provider()
            .map(provider -> providers.revision(tx, fleet.org(), provider))
            .orElseGet(OptionalLong::empty);
    if (revision.isEmpty()) {
      return Optional.empty();
    }
    var spec = new JobSpec.FleetWork(errand, fleet.id(), revision.getAsLong());
    JobId job = jobs.ask(tx, fleet.org(), hosted.place(tx, fleet.org()), spec, new Origin(by, ""));
    store.begin(tx, fleet.org(), fleet.id(), job);
    return Optional.of(job);
  }

  @Override
  public void over(Tx tx, JobRecord job) {
    if (job.spec() instanceof JobSpec.FleetWork work && ERRANDS.contains(work.errand())) {
      fleets
          .lock(tx, job.org(), work.fleet())
          .filter(
              fleet -> store.job(tx, fleet.org(), fleet.id()).filter(job.id()::equals).isPresent())
          .ifPresent(fleet -> over(tx, fleet, job, work.errand()));
    }
  }

  private void over(Tx tx, Fleet fleet, JobRecord job, FleetErrand errand) {
    JobReport report = job.report().orElse(new JobReport.Nothing());
    if (errand == FleetErrand.DESTROY) {
      if (job.phase() instanceof Phase.Succeeded) {
        boolean _ = fleets.removed(tx, fleet, job.requestedBy());
      } else {
        say(tx, fleet, FleetStatus.DELETE_FAILED, HostedRunners.whyNot(job));
      }
      return;
    }
    if (report instanceof JobReport.FleetProvisioned(Map<String, String> outputs)) {
      store.made(tx, fleet.org(), fleet.id(), outputs);
    }
    if (fleet.status() == FleetStatus.DELETING) {
      destroy(tx, fleet, job.requestedBy());
    } else if (!(job.phase() instanceof Phase.Succeeded)) {
      say(tx, fleet, FleetStatus.ERROR, HostedRunners.whyNot(job));
    } else if (errand == FleetErrand.BOOTSTRAP_CLUSTER) {
      bootstrapped(tx, fleet);
    } else if (report instanceof JobReport.FleetProvisioned(Map<String, String> outputs)) {
      bootstrap(tx, fleet, outputs, job.requestedBy());
    } else {
      say(tx, fleet, FleetStatus.ERROR, HostedRunners.whyNot(job));
    }
  }

  private void bootstrap(Tx tx, Fleet fleet, Map<String, String> outputs, String by) {
    Optional<MadeCluster> cluster = MadeCluster.in(fleet.infra(), outputs);
    Optional<String> hindrance =
        CloudVariables.isReached(fleet)
            ? installs.hindrance().or(() -> untold(fleet, cluster))
            : Optional.of(
                "Network, cluster and registry are there. The cluster's API is private, so that no"
                    + " runner can be put there from outside: set advanced_config.cluster_public to"
                    + " true (for the control plane's addresses alone), and retry.");
    if (hindrance.isPresent()) {
      say(tx, fleet, FleetStatus.ERROR, hindrance.get());
      return;
    }
    installs.ensure(tx, fleet, cluster.orElseThrow().account(), by);
    ask(tx, fleet, FleetErrand.BOOTSTRAP_CLUSTER, by)
        .ifPresentOrElse(
            next ->
                say(
                    tx,
                    fleet,
                    FleetStatus.PROVISIONING,
                    "Network, cluster and registry are there. The hosted runner puts a runner into the cluster by job %s."
                        .formatted(next)),
            () -> say(tx, fleet, FleetStatus.ERROR, "Its fleet provider is gone."));
  }

  private static Optional<String> untold(Fleet fleet, Optional<MadeCluster> cluster) {
    if (cluster.isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        fleet.infra() == InfraType.AZURE
            ? "Network, cluster and registry are there. Azure tells whose certificates a cluster has"
                + " only to whoever may list its credentials, which is not asked of you, so that no"
                + " runner can be put there from outside. Bring the cluster as a fleet of type byok:"
                + " az aks get-credentials writes its kubeconfig."
            : "The module did not tell where the cluster is. Retry.");
  }

  private void bootstrapped(Tx tx, Fleet fleet) {
    if (installs.isConnected(tx, fleet)) {
      say(
          tx,
          fleet,
          FleetStatus.PROVISIONING,
          "Its runner is there as wanted; it says when the cluster is ready.");
    } else {
      store.enrollWithin(tx, fleet.org(), fleet.id(), Optional.of(TO_ENROLL));
      say(
          tx,
          fleet,
          FleetStatus.PROVISIONING,
          "Its runner is put into the cluster and has an hour to enroll.");
    }
  }

  /// What is impossible from how the fleet is now is no news of this job.
  private void say(Tx tx, Fleet fleet, FleetStatus status, String reason) {
    Move _ = fleets.move(tx, fleet, status, reason);
  }
}
