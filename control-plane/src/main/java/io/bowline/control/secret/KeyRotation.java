package io.bowline.control.secret;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.platform.Swept;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Gives organizations other data keys: when somebody asks, and when the present one is old. Each
/// in one transaction, so that a process that dies in the middle of it has changed nothing; whoever
/// sweeps next begins anew.
@Singleton
public final class KeyRotation implements Swept {
  private static final Logger LOG = Logger.getLogger(KeyRotation.class);
  private static final SystemTask TASK = new SystemTask("key-rotation");
  private static final int AT_ONCE = 20;

  // a transaction that read a value before, and the key after it, is over long before
  private static final Duration FORMER_KEPT = Duration.ofHours(1);

  private final Transactions transactions;
  private final Vault vault;
  private final DataKeys keys;
  private final List<SealedColumn> columns;
  private final Audit audit;
  private final Optional<Duration> every;

  public KeyRotation(
      Transactions transactions,
      Vault vault,
      DataKeys keys,
      @All List<SealedColumn> columns,
      Audit audit,
      SecretSettings settings) {
    this.transactions = transactions;
    this.vault = vault;
    this.keys = keys;
    this.columns = List.copyOf(columns);
    this.audit = audit;
    this.every = settings.rotateDataKeysEvery();
  }

  /// How the organization's key is; empty while it has nothing that is sealed.
  public Optional<KeyStanding> standing(OrgId org) {
    return transactions.inOrg(org, tx -> keys.standing(tx, org));
  }

  /// Asks for another key, which is made within seconds; asking twice is asking once.
  ///
  /// @return how it is now; empty while there is nothing to be sealed anew
  public Optional<KeyStanding> ask(OrgId org, String by) {
    return transactions.inOrg(
        org,
        tx -> {
          if (keys.ask(tx, org, by)) {
            audit.record(tx, org, new AuditEntry(by, "data-key.ask", "data-key"));
          }
          return keys.standing(tx, org);
        });
  }

  @Override
  public void sweep() {
    transactions.asSystem(TASK, tx -> keys.due(tx, every, AT_ONCE)).forEach(this::rotate);
    transactions
        .asSystem(TASK, tx -> keys.withFormer(tx, AT_ONCE))
        .forEach(org -> transactions.runInOrg(org, tx -> keys.dropFormer(tx, org)));
  }

  private void rotate(OrgId org) {
    try {
      transactions.runInOrg(org, tx -> rotated(tx, org));
    } catch (RuntimeException e) {
      LOG.warnf(
          "The data key of %s could not be changed now, the next sweep tries again: %s", org, e);
    }
  }

  private void rotated(Tx tx, OrgId org) {
    Optional<KeyStanding> before = keys.standing(tx, org);
    int values = vault.rotate(tx, org, columns, FORMER_KEPT);
    String by = before.flatMap(KeyStanding::askedBy).orElse("system");
    audit.record(
        tx,
        org,
        new AuditEntry(by, "data-key.rotate", "data-key", "{\"values\":%d}".formatted(values)));
  }
}
