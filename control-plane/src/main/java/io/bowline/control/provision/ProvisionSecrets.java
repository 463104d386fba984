package io.bowline.control.provision;

import io.bowline.cloud.grant.ProvisionGrant;
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
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// What a hosted runner needs to make a cloud fleet or to take it down: for the fleet's newest job,
/// and with the provider's configuration of the revision that it names.
@ApplicationScoped
public class ProvisionSecrets implements CredentialSource {
  private final Fleets fleets;
  private final ProviderLoan providers;
  private final FleetWorkStore store;
  private final List<String> controlPlane;

  public ProvisionSecrets(
      Fleets fleets, ProviderLoan providers, FleetWorkStore store, ProvisionSettings settings) {
    this.fleets = fleets;
    this.providers = providers;
    this.store = store;
    this.controlPlane = settings.controlPlaneCidrs().orElse(List.of());
  }

  @Override
  public Optional<Secret> secretOf(Tx tx, JobRecord job) {
    return job.spec() instanceof JobSpec.FleetWork(FleetErrand errand, FleetId id, long revision)
            && (errand == FleetErrand.PROVISION || errand == FleetErrand.DESTROY)
            && store.job(tx, job.org(), id).filter(job.id()::equals).isPresent()
        ? fleets.find(tx, job.org(), id).flatMap(fleet -> grant(tx, fleet, revision))
        : Optional.empty();
  }

  private Optional<Secret> grant(Tx tx, Fleet fleet, long revision) {
    return fleet
        .provider()
        .flatMap(provider -> providers.lend(tx, fleet.org(), provider, revision))
        .map(configuration ->
            new ProvisionGrant(
                fleet.id(),
                configuration,
                String.valueOf(fleet.placement().get(PlacementForm.REGION)),
                ProvisionGrant.bucketOf(fleet.id()),
                AwsVariables.of(fleet, controlPlane)))
        .map(grant -> Secret.of(grant.document()));
  }
}
