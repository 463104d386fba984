package io.bowline.control.secret.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.DataKeys;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The data keys' rows.
@Singleton
public final class DataKeyStore implements DataKeys {
  @Override
  public Sealed keep(Tx tx, OrgId org, Sealed candidate) {
    return find(tx, org)
        .orElseGet(() -> {
          handle(tx)
              .createUpdate(
                  """
                  insert into data_key (org, sealed) values (:org, :sealed)
                  on conflict (org) do nothing
                  """)
              .bind("org", org.value())
              .bind("sealed", candidate.bytes())
              .execute();
          return find(tx, org).orElse(candidate);
        });
  }

  private static Optional<Sealed> find(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery("select sealed from data_key where org = :org")
        .bind("org", org.value())
        .mapTo(byte[].class)
        .findOne()
        .map(Sealed::new);
  }
}
