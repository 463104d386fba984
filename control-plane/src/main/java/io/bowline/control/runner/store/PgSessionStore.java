package io.bowline.control.runner.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.runner.RunnerSession;
import io.bowline.control.runner.SessionStore;
import io.bowline.control.runner.Sessions;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Rows of sessions.
@ApplicationScoped
public class PgSessionStore implements SessionStore {
  @Override
  public long take(Tx tx, OrgId org, RunnerId runner, Sessions.Opening opening) {
    return handle(tx)
        .createQuery(
            """
            insert into runner_session as s (org, runner, epoch, replica, process, version, kinds)
            values (:org, :runner, 1, :replica, :process, :version, :kinds)
            on conflict (org, runner) do update set epoch = s.epoch + 1,
              replica = excluded.replica, process = excluded.process, version = excluded.version,
              kinds = excluded.kinds,
              connected_at = now(), heard_at = now(), closed_at = null
            returning epoch
            """)
        .bind("org", org.value())
        .bind("runner", runner.value())
        .bind("replica", opening.replica())
        .bind("process", opening.process())
        .bind("version", opening.version())
        .bindArray("kinds", String.class, opening.kinds().toArray())
        .mapTo(Long.class)
        .one();
  }

  @Override
  public boolean heard(Tx tx, OrgId org, RunnerId runner, long epoch) {
    return touch(
        tx,
        """
        update runner_session set heard_at = now()
        where org = :org and runner = :runner and epoch = :epoch
        """,
        org,
        runner,
        epoch);
  }

  @Override
  public void closed(Tx tx, OrgId org, RunnerId runner, long epoch) {
    touch(
        tx,
        """
        update runner_session set closed_at = now()
        where org = :org and runner = :runner and epoch = :epoch
        """,
        org,
        runner,
        epoch);
  }

  private static boolean touch(Tx tx, String update, OrgId org, RunnerId runner, long epoch) {
    return handle(tx)
            .createUpdate(update)
            .bind("org", org.value())
            .bind("runner", runner.value())
            .bind("epoch", epoch)
            .execute()
        > 0;
  }

  @Override
  public Optional<RunnerSession> find(Tx tx, OrgId org, RunnerId runner) {
    return handle(tx)
        .createQuery(
            """
            select epoch, replica, process, version, kinds, connected_at, heard_at, closed_at
            from runner_session where org = :org and runner = :runner
            """)
        .bind("org", org.value())
        .bind("runner", runner.value())
        .map((row, _) ->
            new RunnerSession(
                row.getLong("epoch"),
                row.getString("replica"),
                row.getString("process"),
                row.getString("version"),
                kinds(row),
                row.getObject("connected_at", OffsetDateTime.class).toInstant(),
                row.getObject("heard_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("closed_at", OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant)))
        .findOne();
  }

  private static Optional<Set<String>> kinds(ResultSet row) throws SQLException {
    Array kinds = row.getArray("kinds");
    return kinds == null ? Optional.empty() : Optional.of(Set.of((String[]) kinds.getArray()));
  }

  @Override
  public long silentHosted(Tx tx, Duration allowed) {
    return handle(tx)
        .createQuery(
            """
            select count(*) from runner r
            join install i on i.org = r.org and i.id = r.install and i.served_by = 'hosted'
            where r.revoked_at is null and not exists (
              select 1 from runner_session s where s.org = r.org and s.runner = r.id
                and s.closed_at is null
                and s.heard_at > now() - make_interval(secs => :seconds))
            """)
        .bind("seconds", (double) allowed.toSeconds())
        .mapTo(Long.class)
        .one();
  }

  @Override
  public List<Sessions.Standing> standing(Tx tx, Collection<RunnerId> runners) {
    UUID[] ids = runners.stream().map(RunnerId::value).toArray(UUID[]::new);
    return handle(tx)
        .createQuery(
            """
            select r.id, coalesce(s.epoch, 0) as epoch, r.revoked_at is not null as revoked,
              coalesce(r.revoked_because, '') as because
            from runner r left join runner_session s on s.org = r.org and s.runner = r.id
            where r.id = any (:ids)
            """)
        .bindArray("ids", UUID.class, (Object[]) ids)
        .map((row, _) ->
            new Sessions.Standing(
                new RunnerId(row.getObject("id", UUID.class)),
                row.getLong("epoch"),
                row.getBoolean("revoked")
                    ? Optional.of(row.getString("because"))
                    : Optional.empty()))
        .list();
  }
}
