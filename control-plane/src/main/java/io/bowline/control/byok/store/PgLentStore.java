package io.bowline.control.byok.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.byok.LentKubeconfig;
import io.bowline.control.byok.LentStore;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.store.StoredChecks;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Check;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of lent kubeconfigs.
@ApplicationScoped
public class PgLentStore implements LentStore {
  @Override
  public Optional<LentKubeconfig> find(Tx tx, OrgId org, FleetId fleet) {
    return key(
            handle(tx)
                .createQuery(
                    """
                    select org, fleet, revision, context, server, namespace, lent_by, lent_at,
                      expires_at, job, checks::text as checks, ended_at, ended_because
                    from lent_kubeconfig where org = :org and fleet = :fleet
                    """),
            org,
            fleet)
        .map((row, _) -> kubeconfig(row))
        .findOne();
  }

  private static LentKubeconfig kubeconfig(ResultSet row) throws SQLException {
    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
    return new LentKubeconfig(
        new OrgId(row.getObject("org", UUID.class)),
        new FleetId(row.getObject("fleet", UUID.class)),
        row.getLong("revision"),
        row.getString("context"),
        row.getString("server"),
        row.getString("namespace"),
        row.getString("lent_by"),
        instant(row, "lent_at"),
        instant(row, "expires_at"),
        Optional.ofNullable(row.getObject("job", UUID.class)).map(JobId::new),
        StoredChecks.read(StoredChecks.document(row.getString("checks"))),
        ended == null
            ? Optional.empty()
            : Optional.of(
                new LentKubeconfig.Ending(ended.toInstant(), row.getString("ended_because"))));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  @Override
  public Optional<Sealed> sealed(Tx tx, OrgId org, FleetId fleet) {
    return key(
            handle(tx)
                .createQuery(
                    """
                    select sealed from lent_kubeconfig
                    where org = :org and fleet = :fleet and sealed is not null
                    """),
            org,
            fleet)
        .mapTo(byte[].class)
        .findOne()
        .map(Sealed::new);
  }

  @Override
  public void put(Tx tx, LentKubeconfig kubeconfig, Sealed sealed) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    insert into lent_kubeconfig
                      (org, fleet, revision, context, server, namespace, sealed, lent_by,
                       expires_at)
                    values (:org, :fleet, :revision, :context, :server, :namespace, :sealed, :by,
                      :until)
                    on conflict (org, fleet) do update
                    set revision = excluded.revision, context = excluded.context,
                      server = excluded.server, namespace = excluded.namespace,
                      sealed = excluded.sealed, lent_by = excluded.lent_by, lent_at = now(),
                      expires_at = excluded.expires_at, job = null, checks = '[]',
                      enroll_by = null, ended_at = null, ended_because = null
                    """),
            kubeconfig.org(),
            kubeconfig.fleet())
        .bind("revision", kubeconfig.revision())
        .bind("context", kubeconfig.context())
        .bind("server", kubeconfig.server())
        .bind("namespace", kubeconfig.namespace())
        .bind("sealed", sealed.bytes())
        .bind("by", kubeconfig.lentBy())
        .bind("until", kubeconfig.expiresAt().atOffset(ZoneOffset.UTC))
        .execute();
  }

  @Override
  public boolean destroy(Tx tx, OrgId org, FleetId fleet, String why) {
    return key(
                handle(tx)
                    .createUpdate(
                        """
                        update lent_kubeconfig set sealed = null, enroll_by = null,
                          ended_at = now(), ended_because = :why
                        where org = :org and fleet = :fleet and sealed is not null
                        """),
                org,
                fleet)
            .bind("why", why)
            .execute()
        == 1;
  }

  @Override
  public void asked(Tx tx, OrgId org, FleetId fleet, JobId job) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    update lent_kubeconfig set job = :job, enroll_by = null
                    where org = :org and fleet = :fleet
                    """),
            org,
            fleet)
        .bind("job", job.value())
        .execute();
  }

  @Override
  public void found(Tx tx, OrgId org, FleetId fleet, List<Check> checks) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    StoredChecks.write(list, checks);
    key(
            handle(tx)
                .createUpdate(
                    """
                    update lent_kubeconfig set checks = cast(:checks as jsonb)
                    where org = :org and fleet = :fleet
                    """),
            org,
            fleet)
        .bind("checks", list.toString())
        .execute();
  }

  @Override
  public void enrollWithin(Tx tx, OrgId org, FleetId fleet, Optional<Duration> within) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    update lent_kubeconfig
                    set enroll_by = now() + make_interval(secs => cast(:within as float8))
                    where org = :org and fleet = :fleet
                    """),
            org,
            fleet)
        .bindByType(
            "within", within.map(time -> (double) time.toSeconds()).orElse(null), Double.class)
        .execute();
  }

  @Override
  public List<Due> expired(Tx tx, int limit) {
    return due(
        tx,
        """
        select org, fleet from lent_kubeconfig where sealed is not null and expires_at <= now()
        order by expires_at limit :limit
        """,
        limit);
  }

  @Override
  public List<Due> unenrolled(Tx tx, int limit) {
    return due(
        tx,
        """
        select org, fleet from lent_kubeconfig where enroll_by <= now()
        order by enroll_by limit :limit
        """,
        limit);
  }

  private static List<Due> due(Tx tx, String query, int limit) {
    return handle(tx)
        .createQuery(query)
        .bind("limit", limit)
        .map((row, _) ->
            new Due(
                new OrgId(row.getObject("org", UUID.class)),
                new FleetId(row.getObject("fleet", UUID.class))))
        .list();
  }

  private static <S extends SqlStatement<S>> S key(S statement, OrgId org, FleetId fleet) {
    return statement.bind("org", org.value()).bind("fleet", fleet.value());
  }
}
