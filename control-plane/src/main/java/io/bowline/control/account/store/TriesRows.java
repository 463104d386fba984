package io.bowline.control.account.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.account.TriesStore;
import io.bowline.control.platform.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Rows of tries: hashes and numbers.
@Singleton
public final class TriesRows implements TriesStore {
  private static final String OVER =
      "sign_in_tries.since < clock_timestamp() - cast(:length as bigint) * interval '1 millisecond'";

  @Override
  public Count count(Tx tx, byte[] key, Duration length) {
    return handle(tx)
        .createQuery(
            """
            insert into sign_in_tries (key, tries, since) values (:key, 1, clock_timestamp())
            on conflict (key) do update set
              tries = case when OVER then 1 else least(sign_in_tries.tries + 1, 1000000) end,
              since = case when OVER then clock_timestamp() else sign_in_tries.since end
            returning tries, greatest(0, cast(:length as bigint)
              - extract(epoch from clock_timestamp() - since) * 1000)::bigint as rest
            """
                .replace("OVER", OVER))
        .bind("key", key)
        .bind("length", length.toMillis())
        .map((row, context) ->
            new Count(row.getInt("tries"), Duration.ofMillis(row.getLong("rest"))))
        .one();
  }

  @Override
  public void giveBack(Tx tx, byte[] key) {
    handle(tx)
        .createUpdate("update sign_in_tries set tries = greatest(0, tries - 1) where key = :key")
        .bind("key", key)
        .execute();
  }

  @Override
  public int trim(Tx tx, Duration length) {
    return handle(tx)
        .createUpdate("delete from sign_in_tries where " + OVER)
        .bind("length", length.toMillis())
        .execute();
  }
}
