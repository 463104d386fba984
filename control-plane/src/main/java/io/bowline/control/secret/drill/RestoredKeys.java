package io.bowline.control.secret.drill;

import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.keep.RestoredReading;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.UnsealException;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.model.id.OrgId;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;

/// Opens every organization's data key under the master key, and seals and opens a value with it.
public final class RestoredKeys implements RestoredReading {
  private static final Secret VALUE = Secret.of("drill");

  private final Supplier<MasterKey> master;
  private final SecureRandom random;

  /// @param master reads the key when it is needed
  public RestoredKeys(Supplier<MasterKey> master, SecureRandom random) {
    this.master = master;
    this.random = random;
  }

  @Override
  public String read(Transactions restored, List<OrgId> organizations) {
    Vault vault = new Vault(master.get(), new DataKeyStore(), random);
    for (OrgId org : organizations) {
      try {
        restored.runInOrg(
            org,
            tx -> {
              Sealed sealed = vault.seal(tx, org, "drill", VALUE);
              if (!vault.open(tx, org, "drill", sealed).equals(VALUE)) {
                throw new RestoredWrong("the data key of " + org + " does not open what it seals");
              }
            });
      } catch (UnsealException e) {
        throw new RestoredWrong("the data key of %s: %s".formatted(org, e.getMessage()));
      }
    }
    return "%d data keys open".formatted(organizations.size());
  }
}
