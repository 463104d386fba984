package io.bowline.control.readiness;

import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import io.bowline.model.probe.Check;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// What the runners of fleets tell: at least once a minute, whether it is new or not, so that a
/// silence says something too.
@ApplicationScoped
public class Readiness {
  private final Transactions transactions;
  private final ReadinessStore store;
  private final List<ReadinessListener> listeners;

  public Readiness(
      Transactions transactions, ReadinessStore store, @All List<ReadinessListener> listeners) {
    this.transactions = transactions;
    this.store = store;
    this.listeners = List.copyOf(listeners);
  }

  /// A runner told what it found; it takes the place of what was found before.
  public void told(Identity runner, List<Check> checks) {
    transactions.runInOrg(
        runner.org(),
        tx -> {
          store.put(tx, runner.org(), runner.install(), checks);
          for (ReadinessListener listener : listeners) {
            listener.told(tx, runner.org(), runner.install(), checks);
          }
        });
  }

  /// What was told last of an install; empty for one whose runner has told nothing.
  public Optional<LastReadiness> last(Tx tx, OrgId org, InstallId install) {
    return store.last(tx, org, install);
  }
}
