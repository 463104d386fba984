package io.bowline.control.app;

import io.bowline.control.identity.Authority;
import io.bowline.control.platform.Transactions;
import io.bowline.control.secret.KeyUnavailableException;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.PurposeKeys;
import io.bowline.control.secret.UnsealException;
import io.bowline.control.secret.Vault;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Takes everything over from another master key to the one that is configured, beside the work.
@Singleton
final class KeyRotation {
  private static final Logger LOG = Logger.getLogger(KeyRotation.class);

  private final MasterKey master;
  private final Vault vault;
  private final PurposeKeys purposes;
  private final Authority authority;
  private final Transactions transactions;

  KeyRotation(
      MasterKey master,
      Vault vault,
      PurposeKeys purposes,
      Authority authority,
      Transactions transactions) {
    this.master = master;
    this.vault = vault;
    this.purposes = purposes;
    this.authority = authority;
    this.transactions = transactions;
  }

  void begin(@Observes StartupEvent started) {
    if (master.hasOther()) {
      Thread.ofVirtual().name("key-rotation").start(this::run);
    }
  }

  private void run() {
    try {
      LOG.infof(
          "Sealed %d keys of organizations, %d of the system and %d issuing keys anew. The other master key is not"
              + " needed any more; take it out of the configuration, and keep it as long as the"
              + " backups that were made with it.",
          vault.renew(transactions), purposes.renew(), authority.renew());
    } catch (UnsealException | KeyUnavailableException e) {
      LOG.errorf(
          "A key could not be sealed anew; nothing was lost, and the next start goes on. %s",
          e.getMessage());
    }
  }
}
