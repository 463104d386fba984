package io.bowline.control.provider.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.store.StoredChecks;
import io.bowline.control.provider.ProviderCheck;
import io.bowline.control.provider.ProviderCheckStore;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Findings;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of what checks of fleet providers found.
@ApplicationScoped
public class PgProviderCheckStore implements ProviderCheckStore {
  @Override
  public void put(Tx tx, OrgId org, Ended ended) {
    handle(tx)
        .createUpdate(
            """
            insert into fleet_provider_check
              (org, provider, revision, result, findings, checked_by, started_at, ended_at)
            values
              (:org, :provider, :revision, :result, cast(:findings as jsonb), :by, :started, now())
            on conflict (org, provider) do update
            set revision = excluded.revision, result = excluded.result,
              findings = excluded.findings, checked_by = excluded.checked_by,
              started_at = excluded.started_at, ended_at = excluded.ended_at
            """)
        .bind("org", org.value())
        .bind("provider", ended.provider().value())
        .bind("revision", ended.revision())
        .bind("result", ended.findings().result().text())
        .bind("findings", text(ended.findings()))
        .bind("by", ended.by())
        .bind("started", ended.startedAt().atOffset(ZoneOffset.UTC))
        .execute();
  }

  @Override
  public Optional<ProviderCheck> find(Tx tx, OrgId org, FleetProviderId provider) {
    return handle(tx)
        .createQuery(
            """
            select provider, revision, findings::text as findings, checked_by, started_at, ended_at
            from fleet_provider_check where org = :org and provider = :provider
            """)
        .bind("org", org.value())
        .bind("provider", provider.value())
        .map((row, _) -> check(row))
        .findOne();
  }

  @Override
  public void next(Tx tx, OrgId org, FleetProviderId provider, Duration in) {
    handle(tx)
        .createUpdate(
            """
            update fleet_provider set check_due = now() + make_interval(secs => :in)
            where org = :org and id = :provider
            """)
        .bind("in", (double) in.toSeconds())
        .bind("org", org.value())
        .bind("provider", provider.value())
        .execute();
  }

  @Override
  public void asked(Tx tx, OrgId org, FleetProviderId provider, JobId job) {
    handle(tx)
        .createUpdate(
            "update fleet_provider set check_job = :job where org = :org and id = :provider")
        .bind("job", job.value())
        .bind("org", org.value())
        .bind("provider", provider.value())
        .execute();
  }

  @Override
  public Optional<JobId> asked(Tx tx, OrgId org, FleetProviderId provider) {
    return handle(tx)
        .createQuery(
            """
            select check_job from fleet_provider
            where org = :org and id = :provider and check_job is not null
            """)
        .bind("org", org.value())
        .bind("provider", provider.value())
        .mapTo(UUID.class)
        .findOne()
        .map(JobId::new);
  }

  @Override
  public List<Due> take(Tx tx, Duration again, int limit) {
    return handle(tx)
        .createQuery(
            """
            update fleet_provider set check_due = now() + make_interval(secs => :again)
            where (org, id) in (
              select org, id from fleet_provider where check_due <= now()
              order by check_due limit :limit for update skip locked)
            returning org, identifier
            """)
        .bind("again", (double) again.toSeconds())
        .bind("limit", limit)
        .map((row, _) ->
            new Due(new OrgId(row.getObject("org", UUID.class)), row.getString("identifier")))
        .list();
  }

  private static ProviderCheck check(ResultSet row) throws SQLException {
    return new ProviderCheck(
        new FleetProviderId(row.getObject("provider", UUID.class)),
        row.getLong("revision"),
        findings(row.getString("findings")),
        row.getString("checked_by"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        row.getObject("ended_at", OffsetDateTime.class).toInstant());
  }

  private static String text(Findings findings) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    StoredChecks.write(document.putArray("credentials"), findings.credentials());
    StoredChecks.write(document.putArray("permissions"), findings.permissions());
    return document.toString();
  }

  private static Findings findings(String text) {
    JsonNode document = StoredChecks.document(text);
    return new Findings(
        StoredChecks.read(document.path("credentials")),
        StoredChecks.read(document.path("permissions")));
  }
}
