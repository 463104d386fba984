package io.bowline.control.secret;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/// Seals and opens an organization's secrets under its own data key (envelope encryption), so that
/// dropping the key destroys them all.
@Singleton
public final class Vault {
  private final MasterKey master;
  private final DataKeys keys;
  private final SecureRandom random;

  public Vault(MasterKey master, DataKeys keys, SecureRandom random) {
    this.master = master;
    this.keys = keys;
    this.random = random;
  }

  /// Seals a value.
  ///
  /// @param context what the value is, as `install/<id>/input/<name>`; needed again to open it
  public Sealed seal(Tx tx, OrgId org, String context, Secret secret) {
    return ofOrg(tx, org).seal(context, secret);
  }

  /// Opens a value sealed for the same organization and context.
  public Secret open(Tx tx, OrgId org, String context, Sealed sealed) {
    return ofOrg(tx, org).open(context, sealed);
  }

  private Seal ofOrg(Tx tx, OrgId org) {
    byte[] fresh = new byte[Seal.KEY_BYTES];
    random.nextBytes(fresh);
    String context = "data-key/" + org;
    Sealed kept = keys.keep(tx, org, master.seal(context, Secret.of(fresh)));
    return new Seal(master.open(context, kept).reveal(), random);
  }
}
