package io.bowline.control.audit.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.audit.AuditChain;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.audit.Whence;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The chains' rows. The process's role may insert and read them, nothing else.
@Singleton
public final class AuditChainStore implements AuditChain {
  private static final int WITH_FROM = 2;
  private static final Head NONE = new Head(0, "", Instant.EPOCH);

  /// The first entry of all finds no row to lock, and makes it.
  @Override
  public Head lock(Tx tx, OrgId org) {
    return select(tx, org, "for update")
        .orElseGet(() -> {
          handle(tx)
              .createUpdate(
                  "insert into audit_head (org) values (:org) on conflict (org) do nothing")
              .bind("org", org.value())
              .execute();
          return select(tx, org, "for update").orElseThrow();
        });
  }

  @Override
  public Beginning beginning(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery("select number, hash from audit_beginning where org = :org")
        .bind("org", org.value())
        .map((row, _) -> new Beginning(row.getLong("number"), row.getString("hash")))
        .findOne()
        .orElseGet(() -> new Beginning(0, ""));
  }

  @Override
  public void letGo(Tx tx, OrgId org, long number) {
    handle(tx)
        .createQuery("select bowline_audit_let_go(:number)")
        .bind("number", number)
        .mapTo(Long.class)
        .one();
  }

  @Override
  public List<OrgId> older(Tx tx, Instant than, int limit) {
    return handle(tx)
        .createQuery(
            """
            select h.org from audit_head h
            left join audit_beginning b on b.org = h.org
            join audit_entry e on e.org = h.org and e.number = coalesce(b.number, 0) + 1
            where e.at < :than and e.number < h.number
            order by e.at limit :limit
            """)
        .bind("than", than.atOffset(ZoneOffset.UTC))
        .bind("limit", limit)
        .mapTo(UUID.class)
        .map(OrgId::new)
        .list();
  }

  @Override
  public Head head(Tx tx, OrgId org) {
    return select(tx, org, "").orElse(NONE);
  }

  private static Optional<Head> select(Tx tx, OrgId org, String suffix) {
    return handle(tx)
        .createQuery(
            "select number, hash, clock_timestamp() as now from audit_head where org = :org "
                + suffix)
        .bind("org", org.value())
        .map((row, context) ->
            new Head(row.getLong("number"), row.getString("hash"), instant(row, "now")))
        .findOne();
  }

  @Override
  public void append(Tx tx, ChainLink link) {
    handle(tx)
        .createUpdate(
            """
            with head as (update audit_head set number = :number, hash = :hash where org = :org)
            insert into audit_entry
              (org, number, at, actor, action, subject, detail, version, source, program,
               credential, previous, hash)
            values (:org, :number, :at, :actor, :action, :subject, :detail, :version, :source,
              :program, :credential, :previous, :hash)
            """)
        .bind("org", link.org().value())
        .bind("number", link.number())
        .bind("at", link.at().atOffset(ZoneOffset.UTC))
        .bind("actor", link.entry().actor())
        .bind("action", link.entry().action())
        .bind("subject", link.entry().subject())
        .bind("detail", link.entry().detail())
        .bind("version", link.from().isPresent() ? WITH_FROM : 1)
        .bind("source", link.from().map(Whence::source).orElse(null))
        .bind("program", link.from().map(Whence::program).orElse(null))
        .bind("credential", link.from().map(Whence::credential).orElse(null))
        .bind("previous", link.previous())
        .bind("hash", link.hash())
        .execute();
  }

  @Override
  public List<ChainLink> after(Tx tx, OrgId org, long number, int limit) {
    return list(tx, org, number, limit, "number > :number order by number");
  }

  @Override
  public List<ChainLink> before(Tx tx, OrgId org, long number, int limit) {
    return list(tx, org, number, limit, "number < :number order by number desc");
  }

  private static List<ChainLink> list(Tx tx, OrgId org, long number, int limit, String condition) {
    return handle(tx)
        .createQuery(
            "select org, number, at, actor, action, subject, detail, version, source, program,"
                + " credential, previous, hash"
                + " from audit_entry where org = :org and "
                + condition
                + " limit :limit")
        .bind("org", org.value())
        .bind("number", number)
        .bind("limit", limit)
        .map((row, context) -> link(row))
        .list();
  }

  private static ChainLink link(ResultSet row) throws SQLException {
    return new ChainLink(
        new OrgId(row.getObject("org", UUID.class)),
        row.getLong("number"),
        instant(row, "at"),
        new AuditEntry(
            row.getString("actor"),
            row.getString("action"),
            row.getString("subject"),
            row.getString("detail")),
        from(row),
        row.getString("previous"),
        row.getString("hash"));
  }

  private static Optional<Whence> from(ResultSet row) throws SQLException {
    return row.getInt("version") == WITH_FROM
        ? Optional.of(
            new Whence(
                row.getString("source"), row.getString("program"), row.getString("credential")))
        : Optional.empty();
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
