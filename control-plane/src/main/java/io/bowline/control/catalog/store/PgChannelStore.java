package io.bowline.control.catalog.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.catalog.Channel;
import io.bowline.control.catalog.ChannelStore;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Rows of channels. One that points nowhere has no row, since the version before this one knows
/// none without a release: then its last event tells of it.
@ApplicationScoped
public class PgChannelStore implements ChannelStore {
  private static final String SELECT =
      """
      select * from (
        select coalesce(c.product, e.product) as product, coalesce(c.name, e.channel) as name,
          c.digest, r.version, coalesce(e.number, 0) as revision,
          coalesce(c.moved_at, e.at) as moved_at, coalesce(c.moved_by, e.actor) as moved_by
        from channel c
        full join (
          select distinct on (product, channel) product, channel, number, at, actor
          from catalog_event where channel is not null
          order by product, channel, number desc) e
          on e.product = c.product and e.channel = c.name
        left join release r on r.digest = c.digest) channels
      """;

  @Override
  public void hold(Tx tx, String product) {
    handle(tx)
        .createQuery("select pg_advisory_xact_lock(hashtextextended('catalog ' || :product, 0))")
        .bind("product", product)
        .map((_, _) -> true)
        .one();
  }

  @Override
  public Optional<Channel> find(Tx tx, String product, String name) {
    return handle(tx)
        .createQuery(SELECT + "where product = :product and name = :name")
        .bind("product", product)
        .bind("name", name)
        .map((row, _) -> channel(row))
        .findOne();
  }

  @Override
  public List<Channel> list(Tx tx, Collection<String> products) {
    return handle(tx)
        .createQuery(SELECT + "where product = any (:products) order by product, name")
        .bindArray("products", String.class, products.toArray())
        .map((row, _) -> channel(row))
        .list();
  }

  @Override
  public List<Channel> all(Tx tx) {
    return handle(tx)
        .createQuery(SELECT + "order by product, name")
        .map((row, _) -> channel(row))
        .list();
  }

  @Override
  public List<Channel> at(Tx tx, String product, Digest release) {
    return handle(tx)
        .createQuery(SELECT + "where product = :product and digest = :digest order by name")
        .bind("product", product)
        .bind("digest", release.toString())
        .map((row, _) -> channel(row))
        .list();
  }

  @Override
  public void point(Tx tx, String product, String name, Optional<Digest> release, String by) {
    String change =
        release.isEmpty()
            ? "delete from channel where product = :product and name = :name"
            : """
            insert into channel (product, name, digest, moved_by)
            values (:product, :name, :digest, :by)
            on conflict (product, name)
              do update set digest = :digest, moved_by = :by, moved_at = now()
            """;
    var update = handle(tx).createUpdate(change).bind("product", product).bind("name", name);
    release.ifPresent(digest -> update.bind("digest", digest.toString()).bind("by", by));
    update.execute();
  }

  @Override
  public Optional<Digest> lastGood(Tx tx, String product, String name, long beforeSequence) {
    return handle(tx)
        .createQuery(
            """
            select e.became from catalog_event e join release r on r.digest = e.became
            where e.product = :product and e.channel = :name and r.yanked_at is null
              and r.sequence < :before
            order by e.number desc limit 1
            """)
        .bind("product", product)
        .bind("name", name)
        .bind("before", beforeSequence)
        .mapTo(String.class)
        .findOne()
        .map(Digest::parse);
  }

  private static Channel channel(ResultSet row) throws SQLException {
    return new Channel(
        row.getString("product"),
        row.getString("name"),
        PgEventStore.name(row, "digest", "version"),
        row.getLong("revision"),
        row.getObject("moved_at", OffsetDateTime.class).toInstant(),
        row.getString("moved_by"));
  }
}
