package io.bowline.control.app;

import io.bowline.control.identity.Authority;
import io.bowline.control.platform.Repeating;
import io.bowline.control.platform.Transactions;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.PurposeKeys;
import io.bowline.control.secret.Vault;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Takes everything over from another master key to the one that is configured, beside the work.
/// Each organization's keys are taken over in a transaction of their own; whatever interrupts it,
/// the next try, or the next start, goes on with what is left.
@Singleton
final class MasterKeyTakeover {
  private static final Logger LOG = Logger.getLogger(MasterKeyTakeover.class);
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final MasterKey master;
  private final Vault vault;
  private final PurposeKeys purposes;
  private final Authority authority;
  private final Transactions transactions;
  private final Repeating tries =
      new Repeating(
          "master-key-takeover",
          AGAIN,
          this::takeOver,
          e ->
              LOG.errorf(
                  "Not every key could be sealed anew; nothing was lost, and it goes on in a minute. %s",
                  e.getMessage()));

  MasterKeyTakeover(
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
      tries.startAtOnce();
    }
  }

  void stop(@Observes ShutdownEvent stopping) {
    tries.stop();
  }

  void takeOver() {
    int system = purposes.renew();
    int issuing = authority.renew();
    Vault.Renewal keys = vault.renew(transactions);
    tries.stop();
    if (keys.closed().isEmpty()) {
      LOG.infof(
          "Sealed %d keys of organizations, %d of the system and %d issuing keys anew. The other master key is not"
              + " needed any more; take it out of the configuration, and keep it as long as the"
              + " backups that were made with it.",
          keys.renewed(), system, issuing);
    } else {
      LOG.errorf(
          "Sealed %d keys of organizations, %d of the system and %d issuing keys anew, but those of"
              + " these organizations open with neither of the two master keys: %s. Start with the"
              + " key that they were sealed under as the other one.",
          keys.renewed(), system, issuing, keys.closed());
    }
  }
}
