package io.bowline.control.departure.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.audit.AuditChain;
import io.bowline.control.departure.Departure;
import io.bowline.control.departure.DepartureStore;
import io.bowline.control.org.Organization;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;

/// Rows of departures.
@Singleton
public final class PgDepartureStore implements DepartureStore {
  private static final String DEPARTURE =
      """
      select gone, name, asked_by, asked_at, due_at, shredded_at, audit_entries, audit_hash, ended_at
      from organization_end
      """;

  @Override
  public List<String> remains(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(
            """
            (select 'fleet ' || identifier from fleet where org = :org order by identifier limit 5)
            union all
            (select 'install ' || name from install
             where org = :org and served_by <> 'hosted' and status <> 'awaiting-customer-teardown'
             order by name limit 5)
            union all
            (select 'hosted runner ' || r.id from runner r
             join install i on i.org = r.org and i.id = r.install and i.served_by = 'hosted'
             where r.org = :org and r.revoked_at is null order by r.id limit 5)
            """)
        .bind("org", org.value())
        .mapTo(String.class)
        .list();
  }

  @Override
  public boolean ask(Tx tx, Organization organization, String by, Duration grace) {
    return handle(tx)
            .createUpdate(
                """
                insert into organization_end (gone, name, asked_by, due_at)
                values (:org, :name, :by,
                  now() + cast(:grace as bigint) * interval '1 millisecond')
                on conflict do nothing
                """)
            .bind("org", organization.id().value())
            .bind("name", organization.name())
            .bind("by", by)
            .bind("grace", grace.toMillis())
            .execute()
        == 1;
  }

  @Override
  public Optional<Departure> find(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(DEPARTURE + "where gone = :org")
        .bind("org", org.value())
        .map((row, _) -> departure(row))
        .findOne();
  }

  @Override
  public boolean takeBack(Tx tx, OrgId org) {
    return handle(tx)
            .createUpdate("delete from organization_end where gone = :org and shredded_at is null")
            .bind("org", org.value())
            .execute()
        == 1;
  }

  @Override
  public List<Departure> list(Tx tx, String after, int limit) {
    return all(
        handle(tx)
            .createQuery(DEPARTURE + "where name > :after order by name limit :limit")
            .bind("after", after)
            .bind("limit", limit));
  }

  @Override
  public List<Departure> due(Tx tx, int limit) {
    return all(
        handle(tx)
            .createQuery(
                DEPARTURE
                    + "where ended_at is null and due_at <= now() order by due_at limit :limit")
            .bind("limit", limit));
  }

  @Override
  public List<Departure> shreddedSince(Tx tx, Instant moment) {
    return all(
        handle(tx)
            .createQuery(
                DEPARTURE
                    + """
                    where shredded_at is not null
                      and (ended_at is null or ended_at >= cast(:moment as timestamptz))
                    """)
            .bind("moment", moment.atOffset(ZoneOffset.UTC)));
  }

  @Override
  public boolean lockDue(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(
            """
            select true from organization_end
            where gone = :org and shredded_at is null and due_at <= now() for update skip locked
            """)
        .bind("org", org.value())
        .mapTo(Boolean.class)
        .findOne()
        .isPresent();
  }

  @Override
  public void shred(Tx tx, OrgId org, AuditChain.Head audit) {
    handle(tx)
        .createUpdate("delete from data_key where org = :org")
        .bind("org", org.value())
        .execute();
    handle(tx)
        .createUpdate(
            """
            update organization_end set shredded_at = now(), audit_entries = :entries,
              audit_hash = :hash where gone = :org
            """)
        .bind("org", org.value())
        .bind("entries", audit.number())
        .bind("hash", audit.hash())
        .execute();
  }

  @Override
  public Optional<Long> forget(Tx tx, OrgId org, int most) {
    long rows =
        handle(tx)
            .createQuery(
                """
                select case when pg_try_advisory_xact_lock(hashtextextended(:name, 0))
                  then bowline_forget(:org, :most) else -1 end
                """)
            .bind("name", "bowline forget " + org)
            .bind("org", org.value())
            .bind("most", most)
            .mapTo(Long.class)
            .one();
    return rows < 0 ? Optional.empty() : Optional.of(rows);
  }

  @Override
  public boolean end(Tx tx, OrgId org) {
    return handle(tx)
            .createUpdate(
                "update organization_end set ended_at = now() where gone = :org and ended_at is null")
            .bind("org", org.value())
            .execute()
        == 1;
  }

  private static List<Departure> all(Query query) {
    return query.map((row, _) -> departure(row)).list();
  }

  private static Departure departure(ResultSet row) throws SQLException {
    long entries = row.getLong("audit_entries");
    Optional<Long> counted = row.wasNull() ? Optional.empty() : Optional.of(entries);
    return new Departure(
        new OrgId(row.getObject("gone", UUID.class)),
        row.getString("name"),
        row.getString("asked_by"),
        row.getObject("asked_at", OffsetDateTime.class).toInstant(),
        row.getObject("due_at", OffsetDateTime.class).toInstant(),
        new Departure.Last(
            instant(row, "shredded_at"),
            counted,
            Optional.ofNullable(row.getString("audit_hash")),
            instant(row, "ended_at")));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
