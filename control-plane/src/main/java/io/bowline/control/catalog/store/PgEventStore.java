package io.bowline.control.catalog.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.catalog.CatalogEvent;
import io.bowline.control.catalog.EventStore;
import io.bowline.control.catalog.ReleaseName;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// Rows of what became of channels and releases.
@ApplicationScoped
public class PgEventStore implements EventStore {
  private static final String SELECT =
      """
      select e.product, e.number, e.at, e.actor, e.kind, e.channel, e.reason, e.was, e.became,
        w.version as was_version, b.version as became_version
      from catalog_event e
      left join release w on w.digest = e.was left join release b on b.digest = e.became
      """;

  @Override
  public void append(Tx tx, NewEvent event) {
    handle(tx)
        .createUpdate(
            """
            insert into catalog_event (product, number, actor, kind, channel, was, became, reason)
            select :product, coalesce(max(number), 0) + 1, :by, :kind, :channel, :was, :became,
              :reason
            from catalog_event where product = :product
            """)
        .bind("product", event.product())
        .bind("by", event.by())
        .bind("kind", event.kind().word())
        .bindByType("channel", event.channel().orElse(null), String.class)
        .bindByType("was", event.was().map(Digest::toString).orElse(null), String.class)
        .bindByType("became", event.became().map(Digest::toString).orElse(null), String.class)
        .bind("reason", event.reason())
        .execute();
  }

  @Override
  public List<CatalogEvent> ofChannel(Tx tx, String product, String name, long before, int limit) {
    return handle(tx)
        .createQuery(
            SELECT
                + """
                where e.product = :product and e.channel = :name and e.number < :before
                order by e.number desc limit :limit
                """)
        .bind("product", product)
        .bind("name", name)
        .bind("before", before)
        .bind("limit", limit)
        .map((row, _) -> event(row))
        .list();
  }

  @Override
  public List<CatalogEvent> ofRelease(
      Tx tx, String product, Digest release, long before, int limit) {
    return handle(tx)
        .createQuery(
            SELECT
                + """
                where e.product = :product and e.channel is null and e.was = :release
                  and e.number < :before
                order by e.number desc limit :limit
                """)
        .bind("product", product)
        .bind("release", release.toString())
        .bind("before", before)
        .bind("limit", limit)
        .map((row, _) -> event(row))
        .list();
  }

  private static CatalogEvent event(ResultSet row) throws SQLException {
    return new CatalogEvent(
        row.getString("product"),
        row.getLong("number"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("actor"),
        CatalogEvent.Kind.of(row.getString("kind")),
        Optional.ofNullable(row.getString("channel")),
        name(row, "was", "was_version"),
        name(row, "became", "became_version"),
        row.getString("reason"));
  }

  /// The release that two columns name, when they do.
  static Optional<ReleaseName> name(ResultSet row, String digest, String version)
      throws SQLException {
    String found = row.getString(digest);
    return found == null
        ? Optional.empty()
        : Optional.of(new ReleaseName(Digest.parse(found), row.getString(version)));
  }
}
