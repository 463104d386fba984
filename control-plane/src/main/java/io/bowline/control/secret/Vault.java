package io.bowline.control.secret;

import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Seals and opens an organization's secrets under its own data key (envelope encryption), so that
/// dropping the key destroys them all.
@Singleton
public final class Vault {
  private static final SystemTask ROTATION = new SystemTask("key-rotation");
  private static final int BATCH = 200;

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
    String name = context(org);
    Sealed kept =
        keys.hold(tx, org)
            .orElseGet(() -> {
              Sealed _ = keys.keep(tx, org, master.seal(name, fresh()));
              return keys.hold(tx, org).orElseThrow();
            });
    return opened(name, kept).seal(context, secret);
  }

  /// Opens a value sealed for the same organization and context.
  public Secret open(Tx tx, OrgId org, String context, Sealed sealed) {
    String name = context(org);
    Sealed kept = keys.find(tx, org).orElseThrow(() -> new UnsealException(context));
    try {
      return opened(name, kept).open(context, sealed);
    } catch (UnsealException e) {
      // it may have been read before the key changed
      return keys.former(tx, org)
          .map(former -> opened(name, former))
          .orElseThrow(() -> e)
          .open(context, sealed);
    }
  }

  /// Gives an organization another data key and seals anew what it has, in the caller's
  /// transaction. Whoever seals waits until its end.
  ///
  /// @return how many values there were
  int rotate(Tx tx, OrgId org, List<SealedColumn> columns, Duration formerKept) {
    String name = context(org);
    Optional<Sealed> present = keys.lock(tx, org);
    if (present.isEmpty()) {
      return 0;
    }
    Seal old = opened(name, present.get());
    Secret key = fresh();
    Seal anew = new Seal(key.reveal(), random);
    keys.rotate(tx, org, master.seal(name, key), formerKept);
    return columns.stream()
        .mapToInt(column ->
            keys.reseal(
                tx,
                org,
                column,
                (context, sealed) -> anew.seal(context, old.open(context, sealed))))
        .sum();
  }

  /// What came of sealing data keys anew.
  ///
  /// @param renewed how many there were, former ones too
  /// @param closed organizations with a key that neither master key opens; it stays as it is
  public record Renewal(int renewed, List<OrgId> closed) {}

  /// Seals every data key anew that is still under the other master key, each organization's in a
  /// transaction of its own.
  ///
  /// @throws KeyUnavailableException when a master key cannot be used now; what is left can be
  ///   asked for again
  public Renewal renew(Transactions transactions) {
    int renewed = 0;
    List<OrgId> closed = new ArrayList<>();
    Optional<OrgId> last = Optional.empty();
    while (true) {
      Optional<OrgId> from = last;
      List<OrgId> some = transactions.asSystem(ROTATION, tx -> keys.after(tx, from, BATCH));
      for (OrgId org : some) {
        try {
          renewed += transactions.inOrg(org, tx -> renewed(tx, org));
        } catch (UnsealException e) {
          closed.add(org);
        }
      }
      if (some.size() < BATCH) {
        return new Renewal(renewed, List.copyOf(closed));
      }
      last = Optional.of(some.getLast());
    }
  }

  private int renewed(Tx tx, OrgId org) {
    Optional<Sealed> present = keys.lock(tx, org).flatMap(sealed -> anew(org, sealed));
    present.ifPresent(sealed -> keys.replace(tx, org, sealed));
    Optional<Sealed> former = keys.former(tx, org).flatMap(sealed -> anew(org, sealed));
    former.ifPresent(sealed -> keys.replaceFormer(tx, org, sealed));
    return (int) Stream.of(present, former).filter(Optional::isPresent).count();
  }

  private Optional<Sealed> anew(OrgId org, Sealed sealed) {
    return master.renewed(context(org), sealed);
  }

  private static String context(OrgId org) {
    return "data-key/" + org;
  }

  private Seal opened(String name, Sealed key) {
    return new Seal(master.open(name, key).reveal(), random);
  }

  private Secret fresh() {
    byte[] key = new byte[Seal.KEY_BYTES];
    random.nextBytes(key);
    return Secret.of(key);
  }
}
