package io.bowline.control.identity.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.identity.IssuingKeys;
import io.bowline.control.identity.StoredCa;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import jakarta.inject.Singleton;
import java.util.List;

/// The issuing CAs' rows.
@Singleton
public final class IssuingKeyStore implements IssuingKeys {
  @Override
  public void lock(Tx tx) {
    handle(tx)
        .createQuery("select pg_advisory_xact_lock(hashtext('bowline issuing ca')) is null")
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public List<StoredCa> all(Tx tx) {
    return handle(tx)
        .createQuery("select id, certificate, sealed_key from issuing_ca order by id")
        .map((row, context) ->
            new StoredCa(
                row.getLong("id"),
                row.getString("certificate"),
                new Sealed(row.getBytes("sealed_key"))))
        .list();
  }

  @Override
  public void add(Tx tx, String certificatePem, Sealed key) {
    handle(tx)
        .createUpdate("insert into issuing_ca (certificate, sealed_key) values (:pem, :key)")
        .bind("pem", certificatePem)
        .bind("key", key.bytes())
        .execute();
  }

  @Override
  public void replace(Tx tx, long id, Sealed key) {
    handle(tx)
        .createUpdate("update issuing_ca set sealed_key = :key where id = :id")
        .bind("id", id)
        .bind("key", key.bytes())
        .execute();
  }
}
