package io.bowline.control.secret.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.DataKeys;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The data keys' rows.
@Singleton
public final class DataKeyStore implements DataKeys {
  @Override
  public Optional<Sealed> find(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery("select sealed from data_key where org = :org")
        .bind("org", org.value())
        .mapTo(byte[].class)
        .findOne()
        .map(Sealed::new);
  }

  @Override
  public Sealed keep(Tx tx, OrgId org, Sealed candidate) {
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
  }

  @Override
  public List<OrgId> after(Tx tx, Optional<OrgId> last, int limit) {
    return handle(tx)
        .createQuery(
            """
            select org from data_key where cast(:last as uuid) is null or org > :last
            order by org limit :limit
            """)
        .bind("last", last.map(OrgId::value).orElse(null))
        .bind("limit", limit)
        .mapTo(UUID.class)
        .map(OrgId::new)
        .list();
  }

  @Override
  public Optional<Sealed> lock(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery("select sealed from data_key where org = :org for update")
        .bind("org", org.value())
        .mapTo(byte[].class)
        .findOne()
        .map(Sealed::new);
  }

  @Override
  public void replace(Tx tx, OrgId org, Sealed renewed) {
    handle(tx)
        .createUpdate("update data_key set sealed = :sealed where org = :org")
        .bind("org", org.value())
        .bind("sealed", renewed.bytes())
        .execute();
  }
}
