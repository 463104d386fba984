package io.bowline.control.byok;

import io.bowline.cloud.grant.ClusterGrant;
import io.bowline.cloud.grant.ClusterGrant.RunnerGrant;
import io.bowline.control.dataplane.RunnerStart;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.hosted.CredentialSource;
import io.bowline.control.job.JobRecord;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobSpec;
import io.bowline.model.sizing.CapacityRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// What a hosted runner needs to work in a cluster that is brought: for the fleet's newest job, and
/// as long as the kubeconfig that it names is here.
@ApplicationScoped
public class ClusterSecrets implements CredentialSource {
  private final Fleets fleets;
  private final LentStore store;
  private final LentLedger ledger;
  private final RunnerStart start;
  private final CapacityRules rules;

  ClusterSecrets(
      Fleets fleets, LentStore store, LentLedger ledger, RunnerStart start, CapacityRules rules) {
    this.fleets = fleets;
    this.store = store;
    this.ledger = ledger;
    this.start = start;
    this.rules = rules;
  }

  @Override
  public Optional<Secret> secretOf(Tx tx, JobRecord job) {
    if (!(job.spec() instanceof JobSpec.FleetWork work)) {
      return Optional.empty();
    }
    return fleets
        .find(tx, job.org(), work.fleet())
        .flatMap(fleet ->
            store
                .find(tx, fleet.org(), fleet.id())
                .filter(lent -> lent.here() && lent.revision() == work.revision())
                .filter(lent -> lent.job().filter(job.id()::equals).isPresent())
                .flatMap(lent ->
                    ledger
                        .open(tx, lent)
                        .map(file -> grant(tx, fleet, lent, file, work.errand()))));
  }

  private Secret grant(Tx tx, Fleet fleet, LentKubeconfig lent, Secret file, FleetErrand errand) {
    Optional<RunnerGrant> runner =
        errand == FleetErrand.BOOTSTRAP_CLUSTER
            ? start.of(tx, fleet, fleet.id().toString(), "")
            : Optional.empty();
    return Secret.of(
        new ClusterGrant(
                fleet.id(),
                file.revealText(),
                lent.namespace(),
                fleet.room().maxKafkaUnits(),
                rules,
                runner)
            .document());
  }
}
