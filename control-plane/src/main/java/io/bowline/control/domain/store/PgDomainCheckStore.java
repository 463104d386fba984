package io.bowline.control.domain.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.domain.DomainCheck;
import io.bowline.control.domain.DomainCheckStore;
import io.bowline.control.domain.DomainName;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.store.StoredChecks;
import io.bowline.model.id.BaseDomainId;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of what looking at base domains found.
@ApplicationScoped
public class PgDomainCheckStore implements DomainCheckStore {
  @Override
  public void put(Tx tx, OrgId org, Ended ended, Duration again) {
    handle(tx)
        .createUpdate(
            """
            insert into base_domain_check
              (org, domain, revision, result, checks, checked_by, started_at, ended_at)
            values
              (:org, :domain, :revision, :result, cast(:checks as jsonb), :by, :started,
                greatest(now(), :started))
            on conflict (org, domain) do update
            set revision = excluded.revision, result = excluded.result, checks = excluded.checks,
              checked_by = excluded.checked_by, started_at = excluded.started_at,
              ended_at = excluded.ended_at
            """)
        .bind("org", org.value())
        .bind("domain", ended.domain().value())
        .bind("revision", ended.revision())
        .bind("result", Result.worst(ended.checks()).text())
        .bind("checks", text(ended.checks()))
        .bind("by", ended.by())
        .bind("started", ended.startedAt().atOffset(ZoneOffset.UTC))
        .execute();
    handle(tx)
        .createUpdate(
            """
            update base_domain set check_due = now() + make_interval(secs => :again)
            where org = :org and id = :domain
            """)
        .bind("again", (double) again.toSeconds())
        .bind("org", org.value())
        .bind("domain", ended.domain().value())
        .execute();
  }

  @Override
  public Optional<DomainCheck> find(Tx tx, OrgId org, BaseDomainId domain) {
    return handle(tx)
        .createQuery(
            """
            select domain, revision, checks::text as checks, checked_by, started_at, ended_at
            from base_domain_check where org = :org and domain = :domain
            """)
        .bind("org", org.value())
        .bind("domain", domain.value())
        .map((row, _) -> check(row))
        .findOne();
  }

  @Override
  public boolean prove(Tx tx, OrgId org, DomainName name) {
    return handle(tx)
            .createUpdate(
                """
                insert into domain_proof (domain, holder) values (:domain, :org)
                on conflict (domain) do update
                set holder = excluded.holder, seen_at = now(),
                  proven_at = case when domain_proof.holder = excluded.holder
                    then domain_proof.proven_at else now() end
                where domain_proof.holder = excluded.holder
                  or domain_proof.seen_at <= now() - interval '30 days'
                """)
            .bind("domain", name.text())
            .bind("org", org.value())
            .execute()
        == 1;
  }

  @Override
  public List<Due> take(Tx tx, Duration again, int limit) {
    return handle(tx)
        .createQuery(
            """
            update base_domain set check_due = now() + make_interval(secs => :again)
            where (org, id) in (
              select org, id from base_domain where check_due <= now()
              order by check_due limit :limit for update skip locked)
            returning org, domain
            """)
        .bind("again", (double) again.toSeconds())
        .bind("limit", limit)
        .map((row, _) ->
            new Due(new OrgId(row.getObject("org", UUID.class)), row.getString("domain")))
        .list();
  }

  private static DomainCheck check(ResultSet row) throws SQLException {
    return new DomainCheck(
        new BaseDomainId(row.getObject("domain", UUID.class)),
        row.getLong("revision"),
        StoredChecks.read(StoredChecks.document(row.getString("checks"))),
        row.getString("checked_by"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        row.getObject("ended_at", OffsetDateTime.class).toInstant());
  }

  private static String text(List<Check> checks) {
    ArrayNode document = JsonNodeFactory.instance.arrayNode();
    StoredChecks.write(document, checks);
    return document.toString();
  }
}
