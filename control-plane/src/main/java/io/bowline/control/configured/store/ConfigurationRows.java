package io.bowline.control.configured.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.configured.ConfigurationChange;
import io.bowline.control.configured.ConfigurationStore;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Rows of settings and of their changes, which are added and never altered.
@Singleton
public final class ConfigurationRows implements ConfigurationStore {
  private record Setting(String key, String value) {}

  @Override
  public void lock(Tx tx) {
    handle(tx)
        .createQuery("select pg_advisory_xact_lock(hashtext('bowline configuration')) is null")
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public Optional<Sealed> key(Tx tx) {
    return handle(tx)
        .createQuery("select sealed from own_setting_key")
        .map((row, context) -> new Sealed(row.getBytes("sealed")))
        .findOne();
  }

  @Override
  public void setKey(Tx tx, Sealed sealed) {
    handle(tx)
        .createUpdate(
            """
            insert into own_setting_key (sealed) values (:sealed)
            on conflict (one) do update set sealed = excluded.sealed
            """)
        .bind("sealed", sealed.bytes())
        .execute();
  }

  @Override
  public Map<String, String> last(Tx tx, String host) {
    var settings = new TreeMap<String, String>();
    handle(tx)
        .createQuery(
            """
            select key, value from own_setting where host =
              (select host from own_setting order by host = :host desc, kept_at desc limit 1)
            """)
        .bind("host", host)
        .map((row, context) -> new Setting(row.getString("key"), row.getString("value")))
        .forEach(setting -> settings.put(setting.key(), setting.value()));
    return settings;
  }

  @Override
  public void keep(Tx tx, String host, Map<String, String> settings) {
    handle(tx)
        .createUpdate("delete from own_setting where host = :host")
        .bind("host", host)
        .execute();
    var insert =
        handle(tx)
            .prepareBatch(
                "insert into own_setting (host, key, value) values (:host, :key, :value)");
    settings.forEach(
        (key, value) -> insert.bind("host", host).bind("key", key).bind("value", value).add());
    insert.execute();
  }

  @Override
  public void insert(Tx tx, ConfigurationChange change) {
    handle(tx)
        .createUpdate(
            """
            insert into configuration_change (host, version, key, before, after)
            values (:host, :version, :key, :before, :after)
            """)
        .bind("host", change.host())
        .bind("version", change.version())
        .bind("key", change.key())
        .bind("before", change.before())
        .bind("after", change.after())
        .execute();
  }

  @Override
  public List<ConfigurationChange> list(Tx tx, long before, int limit) {
    return handle(tx)
        .createQuery(
            """
            select id, at, host, version, key, before, after from configuration_change
            where id < :before order by id desc limit :limit
            """)
        .bind("before", before)
        .bind("limit", limit)
        .map((row, context) ->
            new ConfigurationChange(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("host"),
                row.getString("version"),
                row.getString("key"),
                row.getString("before"),
                row.getString("after")))
        .list();
  }
}
