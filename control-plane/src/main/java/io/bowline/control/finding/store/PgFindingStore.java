package io.bowline.control.finding.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.finding.FindingStore;
import io.bowline.control.finding.KeptFinding;
import io.bowline.control.finding.LastCheck;
import io.bowline.control.platform.Tx;
import io.bowline.model.finding.Finding;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of findings.
@ApplicationScoped
public class PgFindingStore implements FindingStore {
  private static final UUID FIRST = new UUID(0, 0);
  private static final String SELECT =
      """
      select id, key, content::text as content, opened_at, closed_at from finding
      where org = :org and install = :install
      """;

  @Override
  public void told(Tx tx, Key key) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    insert into finding_check (org, install) values (:org, :install)
                    on conflict (org, install) do update set checked_at = now()
                    """),
            key)
        .execute();
  }

  @Override
  public void unlisted(Tx tx, Key key, long unlisted) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    update finding_check set unlisted = :unlisted
                    where org = :org and install = :install and unlisted <> :unlisted
                    """),
            key)
        .bind("unlisted", unlisted)
        .execute();
  }

  @Override
  public Optional<LastCheck> last(Tx tx, Key key) {
    return key(
            handle(tx)
                .createQuery(
                    """
                    select checked_at, unlisted from finding_check
                    where org = :org and install = :install
                    """),
            key)
        .map((row, _) ->
            new LastCheck(
                row.getObject("checked_at", OffsetDateTime.class).toInstant(),
                row.getLong("unlisted")))
        .findOne();
  }

  @Override
  public List<KeptFinding> open(Tx tx, Key key) {
    return key(handle(tx).createQuery(SELECT + "and closed_at is null"), key)
        .map((row, _) -> finding(row))
        .list();
  }

  @Override
  public List<KeptFinding> list(Tx tx, Key key, Part part) {
    return key(
            handle(tx)
                .createQuery(
                    SELECT
                        + """
                        and id > :after and (:wanted = 'ALL' or (closed_at is null) = (:wanted = 'OPEN'))
                        order by id limit :limit
                        """),
            key)
        .bind("wanted", part.wanted().name())
        .bind("after", part.after().orElse(FIRST))
        .bind("limit", part.limit())
        .map((row, _) -> finding(row))
        .list();
  }

  @Override
  public Map<InstallId, Integer> counts(Tx tx, OrgId org, Collection<InstallId> installs) {
    var counts = new HashMap<InstallId, Integer>();
    if (!installs.isEmpty()) {
      handle(tx)
          .createQuery(
              """
              select install, count(*) as open from finding
              where org = :org and closed_at is null and install in (<installs>) group by install
              """)
          .bind("org", org.value())
          .bindList("installs", installs.stream().map(InstallId::value).toList())
          .map((row, _) ->
              Map.entry(new InstallId(row.getObject("install", UUID.class)), row.getInt("open")))
          .forEach(one -> counts.put(one.getKey(), one.getValue()));
    }
    return counts;
  }

  @Override
  public void insert(Tx tx, Key key, Collection<KeptFinding> opened) {
    if (opened.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle(tx)
            .prepareBatch(
                """
                insert into finding (org, install, id, key, content)
                values (:org, :install, :id, :key, cast(:content as jsonb))
                """);
    for (KeptFinding one : opened) {
      batch
          .bind("org", key.org().value())
          .bind("install", key.install().value())
          .bind("id", one.id())
          .bind("key", one.key())
          .bind("content", FindingDocument.write(one.finding()))
          .add();
    }
    batch.execute();
  }

  @Override
  public void replace(Tx tx, Key key, UUID id, Finding now) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    update finding set content = cast(:content as jsonb)
                    where org = :org and install = :install and id = :id
                    """),
            key)
        .bind("id", id)
        .bind("content", FindingDocument.write(now))
        .execute();
  }

  @Override
  public void close(Tx tx, Key key, Collection<UUID> over) {
    if (!over.isEmpty()) {
      key(
              handle(tx)
                  .createUpdate(
                      """
                      update finding set closed_at = now()
                      where org = :org and install = :install and id in (<ids>)
                      """),
              key)
          .bindList("ids", List.copyOf(over))
          .execute();
    }
  }

  @Override
  public void trim(Tx tx, Key key, int keptDays, int most) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    delete from finding where org = :org and install = :install and (
                      closed_at < now() - make_interval(days => :days)
                      or id in (
                        select id from finding
                        where org = :org and install = :install and closed_at is not null
                        order by closed_at desc, id offset :most))
                    """),
            key)
        .bind("days", keptDays)
        .bind("most", most)
        .execute();
  }

  private static <S extends SqlStatement<S>> S key(S statement, Key key) {
    return statement.bind("org", key.org().value()).bind("install", key.install().value());
  }

  private static KeptFinding finding(ResultSet row) throws SQLException {
    return new KeptFinding(
        row.getObject("id", UUID.class),
        row.getString("key"),
        FindingDocument.read(row.getString("content")),
        row.getObject("opened_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("closed_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }
}
