package io.bowline.control.collector.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.collector.Collector;
import io.bowline.control.collector.CollectorStore;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.CollectorId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of collectors.
@ApplicationScoped
public class PgCollectorStore implements CollectorStore {
  private static final String COLLECTOR =
      """
      select org, id, install, name, created_by, created_at, certificate_until, revoked_at
      from collector
      """;

  @Override
  public void insert(Tx tx, Collector collector) {
    handle(tx)
        .createUpdate(
            """
            insert into collector
              (org, id, install, name, created_by, created_at, certificate_until)
            values (:org, :id, :install, :name, :by, :at, :until)
            """)
        .bind("org", collector.org().value())
        .bind("id", collector.id().value())
        .bind("install", collector.install().value())
        .bind("name", collector.name())
        .bind("by", collector.createdBy())
        .bind("at", sql(collector.createdAt()))
        .bind("until", sql(collector.certificateUntil()))
        .execute();
  }

  @Override
  public Optional<Collector> find(Tx tx, OrgId org, CollectorId id) {
    return one(tx, COLLECTOR + "where org = :org and id = :id", org, id);
  }

  @Override
  public Optional<Collector> lock(Tx tx, OrgId org, CollectorId id) {
    return one(tx, COLLECTOR + "where org = :org and id = :id for update", org, id);
  }

  @Override
  public List<Collector> unrevoked(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            COLLECTOR
                + """
                where org = :org and install = :install and revoked_at is null order by name
                """)
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) -> collector(row))
        .list();
  }

  @Override
  public List<Collector> list(
      Tx tx, OrgId org, InstallId install, Optional<CollectorId> before, int limit) {
    return handle(tx)
        .createQuery(
            COLLECTOR
                + """
                where org = :org and install = :install
                  and (cast(:before as uuid) is null or id < :before)
                order by id desc limit :limit
                """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bindByType("before", before.map(CollectorId::value).orElse(null), UUID.class)
        .bind("limit", limit)
        .map((row, _) -> collector(row))
        .list();
  }

  @Override
  public void certified(Tx tx, OrgId org, CollectorId id, Instant until) {
    handle(tx)
        .createUpdate(
            "update collector set certificate_until = :until where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .bind("until", sql(until))
        .execute();
  }

  @Override
  public void revoke(Tx tx, OrgId org, CollectorId id) {
    handle(tx)
        .createUpdate(
            """
            update collector set revoked_at = now()
            where org = :org and id = :id and revoked_at is null
            """)
        .bind("org", org.value())
        .bind("id", id.value())
        .execute();
  }

  private static Optional<Collector> one(Tx tx, String select, OrgId org, CollectorId id) {
    return handle(tx)
        .createQuery(select)
        .bind("org", org.value())
        .bind("id", id.value())
        .map((row, _) -> collector(row))
        .findOne();
  }

  private static Collector collector(ResultSet row) throws SQLException {
    return new Collector(
        new OrgId(row.getObject("org", UUID.class)),
        new CollectorId(row.getObject("id", UUID.class)),
        new InstallId(row.getObject("install", UUID.class)),
        row.getString("name"),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("certificate_until", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("revoked_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }

  private static OffsetDateTime sql(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
