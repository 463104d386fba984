package io.bowline.control.secret.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.DataKeys;
import io.bowline.control.secret.KeyStanding;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.SealedColumn;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

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
  public Optional<Sealed> hold(Tx tx, OrgId org) {
    return key(tx, org, "select sealed from data_key where org = :org for share");
  }

  @Override
  public Optional<Sealed> former(Tx tx, OrgId org) {
    return key(tx, org, "select former from data_key where org = :org and former is not null");
  }

  private static Optional<Sealed> key(Tx tx, OrgId org, String query) {
    return handle(tx)
        .createQuery(query)
        .bind("org", org.value())
        .mapTo(byte[].class)
        .findOne()
        .map(Sealed::new);
  }

  @Override
  public void rotate(Tx tx, OrgId org, Sealed fresh, Duration formerKept) {
    handle(tx)
        .createUpdate(
            """
            update data_key set former = sealed,
              former_until = now() + make_interval(secs => cast(:kept as float8)),
              sealed = :fresh, rotated_at = now(), asked_by = null
            where org = :org
            """)
        .bind("org", org.value())
        .bind("fresh", fresh.bytes())
        .bind("kept", formerKept.toSeconds())
        .execute();
    // whoever seals may hold one of the rows and wait for the key: then it is they who go on
    handle(tx).execute("set local lock_timeout = '500ms'");
  }

  @Override
  public int reseal(
      Tx tx, OrgId org, SealedColumn column, BiFunction<String, Sealed, Sealed> anew) {
    record Value(String row, String context, Sealed sealed) {}
    List<Value> values =
        handle(tx)
            .createQuery(
                "select ctid::text as row, %s as context, %s as sealed from %s where org = :org and %s is not null for update"
                    .formatted(column.context(), column.column(), column.table(), column.column()))
            .bind("org", org.value())
            .map((row, _) ->
                new Value(
                    row.getString("row"),
                    row.getString("context"),
                    new Sealed(row.getBytes("sealed"))))
            .list();
    values.forEach(value ->
        handle(tx)
            .createUpdate(
                "update %s set %s = :sealed where org = :org and ctid = cast(:row as tid)"
                    .formatted(column.table(), column.column()))
            .bind("sealed", anew.apply(value.context(), value.sealed()).bytes())
            .bind("org", org.value())
            .bind("row", value.row())
            .execute());
    return values.size();
  }

  @Override
  public Optional<KeyStanding> standing(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(
            """
            select coalesce(rotated_at, created_at) as since, asked_by, former_until
            from data_key where org = :org
            """)
        .bind("org", org.value())
        .map((row, _) ->
            new KeyStanding(
                row.getObject("since", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString("asked_by")),
                Optional.ofNullable(row.getObject("former_until", OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant)))
        .findOne();
  }

  @Override
  public boolean ask(Tx tx, OrgId org, String by) {
    return handle(tx)
            .createUpdate(
                "update data_key set asked_by = :by where org = :org and asked_by is null")
            .bind("org", org.value())
            .bind("by", by)
            .execute()
        == 1;
  }

  @Override
  public List<OrgId> due(Tx tx, Optional<Duration> older, int limit) {
    return handle(tx)
        .createQuery(
            """
            select org from data_key
            where asked_by is not null or (cast(:older as float8) is not null
              and coalesce(rotated_at, created_at) < now() - make_interval(secs => :older))
            limit :limit
            """)
        .bindByType(
            "older", older.map(life -> (double) life.toSeconds()).orElse(null), Double.class)
        .bind("limit", limit)
        .mapTo(UUID.class)
        .map(OrgId::new)
        .list();
  }

  @Override
  public List<OrgId> withFormer(Tx tx, int limit) {
    return handle(tx)
        .createQuery("select org from data_key where former_until < now() limit :limit")
        .bind("limit", limit)
        .mapTo(UUID.class)
        .map(OrgId::new)
        .list();
  }

  @Override
  public void dropFormer(Tx tx, OrgId org) {
    handle(tx)
        .createUpdate(
            """
            update data_key set former = null, former_until = null
            where org = :org and former_until < now()
            """)
        .bind("org", org.value())
        .execute();
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
    put(tx, org, "update data_key set sealed = :sealed where org = :org", renewed);
  }

  @Override
  public void replaceFormer(Tx tx, OrgId org, Sealed renewed) {
    put(
        tx,
        org,
        "update data_key set former = :sealed where org = :org and former is not null",
        renewed);
  }

  private static void put(Tx tx, OrgId org, String update, Sealed renewed) {
    handle(tx)
        .createUpdate(update)
        .bind("sealed", renewed.bytes())
        .bind("org", org.value())
        .execute();
  }
}
