package io.bowline.control.secret.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.PurposeKeyStore;
import io.bowline.control.secret.Sealed;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// The rows of the keys of purposes.
@Singleton
public final class PurposeKeyRows implements PurposeKeyStore {
  @Override
  public Optional<Sealed> find(Tx tx, String purpose) {
    return handle(tx)
        .createQuery("select sealed from purpose_key where purpose = :purpose")
        .bind("purpose", purpose)
        .mapTo(byte[].class)
        .findOne()
        .map(Sealed::new);
  }

  @Override
  public Sealed keep(Tx tx, String purpose, Sealed candidate) {
    handle(tx)
        .createUpdate(
            """
            insert into purpose_key (purpose, sealed) values (:purpose, :sealed)
            on conflict (purpose) do nothing
            """)
        .bind("purpose", purpose)
        .bind("sealed", candidate.bytes())
        .execute();
    return find(tx, purpose).orElse(candidate);
  }

  @Override
  public List<String> lock(Tx tx) {
    return handle(tx)
        .createQuery("select purpose from purpose_key order by purpose for update")
        .mapTo(String.class)
        .list();
  }

  @Override
  public void replace(Tx tx, String purpose, Sealed renewed) {
    handle(tx)
        .createUpdate("update purpose_key set sealed = :sealed where purpose = :purpose")
        .bind("purpose", purpose)
        .bind("sealed", renewed.bytes())
        .execute();
  }
}
