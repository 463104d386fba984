package io.bowline.control.byok;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Seals what is lent, opens it for its one use, destroys it, and writes down that it did.
@ApplicationScoped
class LentLedger {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final LentStore store;
  private final Vault vault;
  private final Audit audit;

  LentLedger(LentStore store, Vault vault, Audit audit) {
    this.store = store;
    this.vault = vault;
    this.audit = audit;
  }

  /// Keeps one.
  void keep(Tx tx, Fleet fleet, LentKubeconfig kubeconfig, Secret file) {
    store.put(tx, kubeconfig, vault.seal(tx, kubeconfig.org(), context(kubeconfig), file));
    record(
        tx,
        fleet,
        kubeconfig.lentBy(),
        "kubeconfig.lent",
        "context: %s, server: %s, kept until %s"
            .formatted(kubeconfig.context(), kubeconfig.server(), kubeconfig.expiresAt()));
  }

  /// The rebuilt kubeconfig, for the one place that uses it; empty once it is destroyed.
  Optional<Secret> open(Tx tx, LentKubeconfig kubeconfig) {
    return store
        .sealed(tx, kubeconfig.org(), kubeconfig.fleet())
        .map(sealed -> vault.open(tx, kubeconfig.org(), context(kubeconfig), sealed));
  }

  /// Destroys the one that is here.
  ///
  /// @return false when there is none
  boolean destroy(Tx tx, Fleet fleet, String why, String by) {
    boolean was = store.destroy(tx, fleet.org(), fleet.id(), why);
    if (was) {
      record(tx, fleet, by, "kubeconfig.destroyed", why);
    }
    return was;
  }

  private static String context(LentKubeconfig kubeconfig) {
    return "fleet/%s/kubeconfig/%d".formatted(kubeconfig.fleet(), kubeconfig.revision());
  }

  private void record(Tx tx, Fleet fleet, String by, String action, String note) {
    long revision =
        store.find(tx, fleet.org(), fleet.id()).map(LentKubeconfig::revision).orElse(0L);
    String detail =
        JSON.createObjectNode()
            .put("identifier", fleet.identifier())
            .put("revision", revision)
            .put("note", note)
            .toString();
    audit.record(tx, fleet.org(), new AuditEntry(by, action, fleet.id().toString(), detail));
  }
}
