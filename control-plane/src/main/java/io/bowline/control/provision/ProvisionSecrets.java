package io.bowline.control.provision;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.grant.ClusterGrant;
import io.bowline.cloud.grant.ClusterWay;
import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.control.dataplane.RunnerStart;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.form.PlacementForm;
import io.bowline.control.hosted.CredentialSource;
import io.bowline.control.job.JobRecord;
import io.bowline.control.platform.Tx;
import io.bowline.control.provider.ProviderLoan;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.FleetId;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobSpec;
import io.bowline.model.sizing.CapacityRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// What a hosted runner needs to make a cloud fleet or to take it down: for the fleet's newest job,
/// and with the provider's configuration of the revision that it names.
@ApplicationScoped
public class ProvisionSecrets implements CredentialSource {
  // that of the runner in the module, whose role is bound to it
  private static final String NAMESPACE = "bowline";

  private final Fleets fleets;
  private final ProviderLoan providers;
  private final FleetWorkStore store;
  private final RunnerStart start;
  private final CapacityRules rules;
  private final List<String> controlPlane;

  public ProvisionSecrets(
      Fleets fleets,
      ProviderLoan providers,
      FleetWorkStore store,
      RunnerStart start,
      CapacityRules rules,
      ProvisionSettings settings) {
    this.rules = rules;
    this.start = start;
    this.fleets = fleets;
    this.providers = providers;
    this.store = store;
    this.controlPlane = settings.controlPlaneCidrs().orElse(List.of());
  }

  @Override
  public Optional<Secret> secretOf(Tx tx, JobRecord job) {
    return job.spec() instanceof JobSpec.FleetWork(FleetErrand errand, FleetId id, long revision)
            && CloudFleets.ERRANDS.contains(errand)
            && store.job(tx, job.org(), id).filter(job.id()::equals).isPresent()
        ? fleets.find(tx, job.org(), id).flatMap(fleet -> grant(tx, fleet, errand, revision))
        : Optional.empty();
  }

  private Optional<Secret> grant(Tx tx, Fleet fleet, FleetErrand errand, long revision) {
    return fleet
        .provider()
        .flatMap(provider -> providers.lend(tx, fleet.org(), provider, revision))
        .flatMap(configuration ->
            errand == FleetErrand.BOOTSTRAP_CLUSTER
                ? MadeCluster.in(fleet.infra(), store.outputs(tx, fleet.org(), fleet.id()))
                    .map(cluster -> inCluster(tx, fleet, cluster, configuration).document())
                : Optional.of(inAccount(fleet, configuration).document()))
        .map(Secret::of);
  }

  private ProvisionGrant inAccount(Fleet fleet, Configuration configuration) {
    return new ProvisionGrant(
        fleet.id(),
        configuration,
        String.valueOf(fleet.placement().get(PlacementForm.REGION)),
        ProvisionGrant.bucketOf(fleet.id()),
        CloudVariables.of(fleet, controlPlane, configuration));
  }

  private ClusterGrant inCluster(
      Tx tx, Fleet fleet, MadeCluster cluster, Configuration configuration) {
    return new ClusterGrant(
        fleet.id(),
        new ClusterWay.Made(
            configuration, cluster.region(), cluster.name(), cluster.server(), cluster.authority()),
        NAMESPACE,
        fleet.room().maxKafkaUnits(),
        rules,
        start.of(tx, fleet, cluster.account(), cluster.registry()));
  }
}
