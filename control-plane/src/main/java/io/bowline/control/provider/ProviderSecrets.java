package io.bowline.control.provider;

import io.bowline.control.hosted.CredentialSource;
import io.bowline.control.job.JobRecord;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.model.job.JobSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// The configuration that a check of a provider names: of the revision that was meant, or none.
@ApplicationScoped
public class ProviderSecrets implements CredentialSource {
  private final FleetProviders providers;

  public ProviderSecrets(FleetProviders providers) {
    this.providers = providers;
  }

  @Override
  public Optional<Secret> secretOf(Tx tx, JobRecord job) {
    return job.spec() instanceof JobSpec.CheckProvider(var id, long revision)
        ? providers
            .lock(tx, job.org(), id)
            .filter(provider -> provider.revision() == revision)
            .map(provider -> Secret.of(providers.open(tx, provider).document()))
        : Optional.empty();
  }
}
