package io.bowline.control.provider;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.job.JobFollower;
import io.bowline.control.job.JobRecord;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.model.probe.Findings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/// Keeps what the hosted runner found of a provider, in the transaction that ends its job. What was
/// found of a configuration that is no longer the present one has no effect.
@ApplicationScoped
public class ProviderAnswers implements JobFollower {
  static final Duration AGAIN = Duration.ofDays(1);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FleetProviders providers;
  private final ProviderCheckStore store;
  private final Audit audit;

  public ProviderAnswers(FleetProviders providers, ProviderCheckStore store, Audit audit) {
    this.providers = providers;
    this.store = store;
    this.audit = audit;
  }

  @Override
  public void over(Tx tx, JobRecord job) {
    if (job.spec() instanceof JobSpec.CheckProvider(FleetProviderId id, long revision)) {
      Optional<FleetProvider> meant =
          providers.lock(tx, job.org(), id).filter(now -> now.revision() == revision);
      Optional<Findings> found = found(job);
      if (meant.isPresent() && found.isPresent()) {
        keep(tx, job, meant.get(), found.get());
      }
    }
  }

  /// A job that nobody took, or that somebody stopped, says nothing: what was found before stays.
  private static Optional<Findings> found(JobRecord job) {
    return switch (job.phase()) {
      case Phase.Succeeded _ ->
          Optional.of(
              job.report().orElse(new JobReport.Nothing())
                      instanceof JobReport.ProviderChecked(Findings findings)
                  ? findings
                  : Findings.inconclusive("The hosted runner said nothing. Validate again."));
      case Phase.Failed failed ->
          Optional.of(
              Findings.inconclusive(
                  "The hosted runner could not ask the cloud: %s. Validate again."
                      .formatted(failed.failure().message())));
      case Phase _ -> Optional.empty();
    };
  }

  private void keep(Tx tx, JobRecord job, FleetProvider of, Findings findings) {
    store.put(
        tx,
        job.org(),
        new ProviderCheckStore.Ended(
            of.id(), of.revision(), findings, job.requestedBy(), job.createdAt()));
    store.next(tx, job.org(), of.id(), AGAIN);
    audit.record(
        tx,
        job.org(),
        new AuditEntry(
            job.requestedBy(),
            "fleet-provider.validate",
            of.id().toString(),
            JSON.createObjectNode()
                .put("identifier", of.identifier())
                .put("revision", of.revision())
                .put("result", findings.result().text())
                .toString()));
  }
}
