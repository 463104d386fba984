package io.bowline.control.plan.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.plan.PlanRecord;
import io.bowline.control.plan.PlanStatus;
import io.bowline.control.plan.PlanStore;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.PlanId;
import io.bowline.model.plan.Plan;
import io.bowline.model.plan.SignedApproval;
import io.bowline.proto.codec.JobCodec;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of plans.
@ApplicationScoped
public class PgPlanStore implements PlanStore {
  private static final String SELECT =
      """
      select org, id, install, release, stage, status, reason, content, approval_needed, plan_job,
        apply_job, requested_by, created_at
      from plan
      """;

  @Override
  public void insert(Tx tx, PlanRecord plan) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    insert into plan (org, id, install, release, stage, status, plan_job, requested_by)
                    values (:org, :id, :install, :release, :stage, :status, :planJob, :requestedBy)
                    """),
            plan.org(),
            plan.id())
        .bind("install", plan.install().value())
        .bind("release", plan.release().toString())
        .bind("stage", plan.stage())
        .bind("status", plan.status().word())
        .bindByType("planJob", plan.planJob().map(JobId::value).orElse(null), UUID.class)
        .bind("requestedBy", plan.requestedBy())
        .execute();
  }

  @Override
  public void update(Tx tx, PlanRecord plan) {
    Optional<Plan> content = plan.content();
    key(
            handle(tx)
                .createUpdate(
                    """
                    update plan set status = :status, reason = :reason, digest = :digest,
                      content = :content, approval_needed = :approvalNeeded, apply_job = :applyJob
                    where org = :org and id = :id
                    """),
            plan.org(),
            plan.id())
        .bind("status", plan.status().word())
        .bind("reason", plan.reason())
        .bindByType("digest", content.map(p -> p.digest().toString()).orElse(null), String.class)
        .bindByType("content", content.map(JobCodec::encodePlan).orElse(null), byte[].class)
        .bind("approvalNeeded", plan.approvalNeeded())
        .bindByType("applyJob", plan.applyJob().map(JobId::value).orElse(null), UUID.class)
        .execute();
  }

  @Override
  public Optional<PlanRecord> find(Tx tx, OrgId org, PlanId id) {
    return key(handle(tx).createQuery(SELECT + "where org = :org and id = :id"), org, id)
        .map((row, _) -> plan(row))
        .findOne();
  }

  @Override
  public Optional<PlanRecord> lock(Tx tx, OrgId org, PlanId id) {
    return key(handle(tx).createQuery(SELECT + "where org = :org and id = :id for update"), org, id)
        .map((row, _) -> plan(row))
        .findOne();
  }

  @Override
  public List<PlanRecord> list(
      Tx tx, OrgId org, InstallId install, Optional<PlanId> before, int limit) {
    return handle(tx)
        .createQuery(
            SELECT
                + """
                where org = :org and install = :install
                  and (cast(:before as uuid) is null or (created_at, id) <
                    (select created_at, id from plan where org = :org and id = :before))
                order by created_at desc, id desc limit :limit
                """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bindByType("before", before.map(PlanId::value).orElse(null), UUID.class)
        .bind("limit", limit)
        .map((row, _) -> plan(row))
        .list();
  }

  @Override
  public List<PlanRecord> open(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            SELECT
                + """
                where org = :org and install = :install
                  and status in ('planning', 'awaiting-approval', 'applying')
                order by created_at for update
                """)
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) -> plan(row))
        .list();
  }

  @Override
  public List<Key> towards(Tx tx, Digest release) {
    return handle(tx)
        .createQuery(
            """
            select org, id from plan where release = :release
              and status in ('planning', 'awaiting-approval', 'applying') order by org, id
            """)
        .bind("release", release.toString())
        .map((row, _) ->
            new Key(
                new OrgId(row.getObject("org", UUID.class)),
                new PlanId(row.getObject("id", UUID.class))))
        .list();
  }

  @Override
  public void approve(Tx tx, OrgId org, PlanId plan, SignedApproval approval, String by) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    insert into approval (org, plan, sequence, expires, key_id, signature, given_by)
                    values (:org, :id, :sequence, :expires, :keyId, :signature, :by)
                    """),
            org,
            plan)
        .bind("sequence", approval.statement().sequence())
        .bind("expires", approval.statement().expires().atOffset(ZoneOffset.UTC))
        .bind("keyId", approval.statement().keyId())
        .bind("signature", approval.signature())
        .bind("by", by)
        .execute();
  }

  @Override
  public Optional<String> approved(Tx tx, OrgId org, PlanId plan) {
    return handle(tx)
        .createQuery("select signature from approval where org = :org and plan = :plan")
        .bind("org", org.value())
        .bind("plan", plan.value())
        .mapTo(String.class)
        .findOne();
  }

  @Override
  public long approvalSequence(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            """
            select coalesce(max(a.sequence), 0) from approval a
            join plan p on p.org = a.org and p.id = a.plan
            where a.org = :org and p.install = :install
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .mapTo(Long.class)
        .one();
  }

  private static <S extends SqlStatement<S>> S key(S statement, OrgId org, PlanId id) {
    return statement.bind("org", org.value()).bind("id", id.value());
  }

  private static PlanRecord plan(ResultSet row) throws SQLException {
    byte[] content = row.getBytes("content");
    return new PlanRecord(
        new OrgId(row.getObject("org", UUID.class)),
        new PlanId(row.getObject("id", UUID.class)),
        new InstallId(row.getObject("install", UUID.class)),
        Digest.parse(row.getString("release")),
        row.getInt("stage"),
        PlanStatus.of(row.getString("status")),
        row.getString("reason"),
        content == null ? Optional.empty() : Optional.of(JobCodec.decodePlan(content)),
        row.getBoolean("approval_needed"),
        Optional.ofNullable(row.getObject("plan_job", UUID.class)).map(JobId::new),
        Optional.ofNullable(row.getObject("apply_job", UUID.class)).map(JobId::new),
        row.getString("requested_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
