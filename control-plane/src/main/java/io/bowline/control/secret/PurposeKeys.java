package io.bowline.control.secret;

import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Keys of the system for one purpose each, the same on every replica: derived from the master key,
/// or kept under it where it is in a service and nothing can be derived.
@Singleton
public final class PurposeKeys {
  private static final SystemTask TASK = new SystemTask("purpose-key");

  private final MasterKey master;
  private final Transactions transactions;
  private final PurposeKeyStore store;
  private final SecureRandom random;
  private final Map<String, MasterKey> known = new ConcurrentHashMap<>();

  public PurposeKeys(
      MasterKey master, Transactions transactions, PurposeKeyStore store, SecureRandom random) {
    this.master = master;
    this.transactions = transactions;
    this.store = store;
    this.random = random;
  }

  /// The key for a purpose.
  ///
  /// @throws KeyUnavailableException when it is not known yet and cannot be opened now
  public MasterKey key(String purpose) {
    return known.computeIfAbsent(
        purpose,
        asked ->
            master
                .derived(asked)
                .orElseGet(() -> transactions.asSystem(TASK, tx -> kept(tx, asked))));
  }

  private MasterKey kept(Tx tx, String purpose) {
    String context = context(purpose);
    Sealed sealed =
        store
            .find(tx, purpose)
            .orElseGet(() -> store.keep(tx, purpose, master.seal(context, fresh())));
    return master.under(new LocalKey(master.open(context, sealed).reveal(), random), purpose);
  }

  private Secret fresh() {
    byte[] key = new byte[Seal.KEY_BYTES];
    random.nextBytes(key);
    return Secret.of(key);
  }

  /// Seals every kept key anew that is still under the other master key.
  ///
  /// @return how many
  public int renew() {
    return transactions.asSystem(TASK, this::renew);
  }

  private int renew(Tx tx) {
    int renewed = 0;
    for (String purpose : store.lock(tx)) {
      Optional<Sealed> fresh =
          store.find(tx, purpose).flatMap(sealed -> master.renewed(context(purpose), sealed));
      fresh.ifPresent(sealed -> store.replace(tx, purpose, sealed));
      renewed += fresh.isPresent() ? 1 : 0;
    }
    return renewed;
  }

  private static String context(String purpose) {
    return "purpose-key/" + purpose;
  }
}
