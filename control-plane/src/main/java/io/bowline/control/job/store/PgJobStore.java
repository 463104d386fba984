package io.bowline.control.job.store;

import static io.bowline.control.job.store.PhaseColumns.utc;
import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.job.JobRecord;
import io.bowline.control.job.JobStore;
import io.bowline.control.job.JobTransition;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.proto.codec.JobCodec;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of jobs. Every statement names the organization, although row-level security would hide a
/// foreign row anyway.
@ApplicationScoped
public class PgJobStore implements JobStore {
  private static final String COLUMNS =
      """
      org, id, install, spec, traceparent, requested_by, created_at, report, phase, attempt, epoch,
      runner, not_before, until, deadline, since, queue_until, cancel_wanted, reason, message,
      retryable
      """;

  @Override
  public void insert(Tx tx, JobRecord job, boolean exclusive, Optional<Instant> wakeAt) {
    var insert =
        handle(tx)
            .createUpdate(
                """
                insert into job (org, id, install, kind, exclusive, spec, traceparent, requested_by,
                  phase, attempt, epoch, runner, not_before, until, deadline, since, queue_until,
                  cancel_wanted, reason, message, retryable, wake_at)
                values (:org, :id, :install, :kind, :exclusive, :spec, :traceparent, :requestedBy,
                  :phase, :attempt, :epoch, :runner, :notBefore, :until, :deadline, :since,
                  :queueUntil, :cancelWanted, :reason, :message, :retryable, :wakeAt)
                """)
            .bind("install", job.install().value())
            .bind("kind", job.spec().kind())
            .bind("exclusive", exclusive)
            .bind("spec", JobCodec.encodeSpec(job.spec()))
            .bind("traceparent", job.traceparent())
            .bind("requestedBy", job.requestedBy())
            .bindByType("wakeAt", utc(wakeAt.orElse(null)), OffsetDateTime.class);
    key(insert, job.org(), job.id());
    columns(insert, PhaseColumns.of(job.phase()));
    insert.execute();
  }

  @Override
  public Optional<JobRecord> lock(Tx tx, OrgId org, JobId id) {
    return select(tx, org, id, "for update");
  }

  @Override
  public Optional<JobRecord> find(Tx tx, OrgId org, JobId id) {
    return select(tx, org, id, "");
  }

  private static Optional<JobRecord> select(Tx tx, OrgId org, JobId id, String suffix) {
    return key(
            handle(tx)
                .createQuery(
                    "select " + COLUMNS + " from job where org = :org and id = :id " + suffix),
            org,
            id)
        .map((row, _) -> record(row))
        .findOne();
  }

  @Override
  public List<JobRecord> list(
      Tx tx, OrgId org, InstallId install, Optional<JobId> before, int limit) {
    return handle(tx)
        .createQuery(
            "select "
                + COLUMNS
                + """
                 from job where org = :org and install = :install
                   and (cast(:before as uuid) is null or (created_at, id) <
                     (select created_at, id from job where org = :org and id = :before))
                 order by created_at desc, id desc limit :limit
                """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bindByType("before", before.map(JobId::value).orElse(null), UUID.class)
        .bind("limit", limit)
        .map((row, _) -> record(row))
        .list();
  }

  @Override
  public List<JobRecord> offerable(
      Tx tx, OrgId org, InstallId install, Set<String> kinds, int limit) {
    // one after the other, without the install's row: whoever has a job waits for that
    handle(tx)
        .createQuery(
            "select pg_advisory_xact_lock(hashtextextended('lease ' || :install, 0)) is null")
        .bind("install", install.toString())
        .mapTo(Boolean.class)
        .one();
    List<JobRecord> waiting =
        handle(tx)
            .createQuery(
                "select "
                    + COLUMNS
                    + """
                     from job j where org = :org and install = :install and phase = 'queued'
                       and not_before <= now() and until > now() and kind = any (:kinds)
                       and (not exclusive or (
                         not exists (select 1 from job h where h.org = j.org
                           and h.install = j.install and h.exclusive
                           and h.phase in ('offered', 'running', 'cancelling', 'unknown'))
                         and not exists (select 1 from job e where e.org = j.org
                           and e.install = j.install and e.exclusive and e.phase = 'queued'
                           and (e.created_at, e.id) < (j.created_at, j.id))))
                     order by created_at, id limit :limit for update
                    """)
            .bind("org", org.value())
            .bind("install", install.value())
            .bindArray("kinds", String.class, kinds.toArray())
            .bind("limit", limit)
            .map((row, _) -> record(row))
            .list();
    return waiting;
  }

  @Override
  public List<JobRecord> held(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            "select "
                + COLUMNS
                + """
                 from job where org = :org and install = :install
                   and phase in ('offered', 'running', 'cancelling', 'unknown')
                 order by id for update
                """)
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) -> record(row))
        .list();
  }

  @Override
  public boolean open(Tx tx, OrgId org, InstallId install, String kind) {
    return handle(tx)
        .createQuery(
            """
            select exists (select 1 from job where org = :org and install = :install
              and kind = :kind
              and phase in ('queued', 'offered', 'running', 'cancelling', 'unknown'))
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bind("kind", kind)
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public boolean begun(Tx tx, JobRecord job) {
    return key(
            handle(tx)
                .createQuery(
                    """
                    select exists (select 1 from job_transition
                      where org = :org and job = :id and phase = 'running')
                    """),
            job.org(),
            job.id())
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public void wake(Tx tx, JobRecord job, Optional<Instant> at) {
    key(
            handle(tx)
                .createUpdate("update job set wake_at = :at where org = :org and id = :id")
                .bindByType("at", utc(at.orElse(null)), OffsetDateTime.class),
            job.org(),
            job.id())
        .execute();
  }

  @Override
  public void move(
      Tx tx, JobRecord job, Phase to, Optional<Instant> wakeAt, Optional<JobReport> report) {
    var update =
        handle(tx)
            .createUpdate(
                """
                update job set phase = :phase, attempt = case when :attempt = 0 then attempt
                    else :attempt end, epoch = :epoch, runner = :runner, not_before = :notBefore,
                  until = :until, deadline = :deadline, since = :since, queue_until = :queueUntil,
                  cancel_wanted = :cancelWanted, reason = :reason, message = :message,
                  retryable = :retryable, wake_at = :wakeAt, report = coalesce(:report, report)
                where org = :org and id = :id
                """)
            .bindByType("wakeAt", utc(wakeAt.orElse(null)), OffsetDateTime.class)
            .bindByType("report", report.map(JobCodec::encodeReport).orElse(null), byte[].class);
    key(update, job.org(), job.id());
    columns(update, PhaseColumns.of(to));
    update.execute();
  }

  @Override
  public void remember(
      Tx tx, JobRecord job, Phase phase, String event, String note, OptionalLong epoch) {
    remember(tx, job, new Remembered(phase, event, note, epoch), "");
  }

  @Override
  public void rememberOnce(Tx tx, JobRecord job, String event, String note, OptionalLong epoch) {
    remember(
        tx,
        job,
        new Remembered(job.phase(), event, note, epoch),
        "having count(*) filter (where event = :event and epoch = :epoch) = 0");
  }

  private record Remembered(Phase phase, String event, String note, OptionalLong epoch) {}

  private static void remember(Tx tx, JobRecord job, Remembered what, String unless) {
    var insert =
        handle(tx)
            .createUpdate(
                """
                insert into job_transition (org, job, n, phase, event, note, epoch)
                select :org, :id, coalesce(max(n), 0) + 1, :phase, :event, :note, :epoch
                from job_transition where org = :org and job = :id
                """
                    + unless)
            .bind("phase", PhaseColumns.of(what.phase()).phase())
            .bind("event", what.event())
            .bind("note", what.note())
            .bindByType(
                "epoch", what.epoch().isPresent() ? what.epoch().getAsLong() : null, Long.class);
    key(insert, job.org(), job.id()).execute();
  }

  @Override
  public List<JobTransition> history(Tx tx, OrgId org, JobId id) {
    return key(
            handle(tx)
                .createQuery(
                    """
                    select n, phase, event, note, epoch, at from job_transition
                    where org = :org and job = :id order by n
                    """),
            org,
            id)
        .map((row, _) -> {
          Long epoch = row.getObject("epoch", Long.class);
          return new JobTransition(
              row.getInt("n"),
              row.getString("phase"),
              row.getString("event"),
              row.getString("note"),
              epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch),
              PhaseColumns.at(row, "at"));
        })
        .list();
  }

  @Override
  public List<Due> due(Tx tx, int limit) {
    return handle(tx)
        .createQuery("select org, id from job where wake_at <= now() order by wake_at limit :limit")
        .bind("limit", limit)
        .map((row, _) ->
            new Due(
                new OrgId(row.getObject("org", UUID.class)),
                new JobId(row.getObject("id", UUID.class))))
        .list();
  }

  @Override
  public Map<String, Long> byPhase(Tx tx) {
    return handle(tx)
        .createQuery("select phase, count(*) as jobs from job group by phase")
        .reduceRows(
            new HashMap<String, Long>(),
            (all, row) -> {
              all.put(row.getColumn("phase", String.class), row.getColumn("jobs", Long.class));
              return all;
            });
  }

  @Override
  public long nextEpoch(Tx tx) {
    return handle(tx).createQuery("select nextval('job_epoch')").mapTo(Long.class).one();
  }

  private static JobRecord record(ResultSet row) throws SQLException {
    byte[] report = row.getBytes("report");
    JobSpec spec = JobCodec.decodeSpec(row.getBytes("spec"));
    return new JobRecord(
        new OrgId(row.getObject("org", UUID.class)),
        new JobId(row.getObject("id", UUID.class)),
        new InstallId(row.getObject("install", UUID.class)),
        spec,
        PhaseColumns.read(row).toPhase(),
        row.getString("traceparent"),
        row.getString("requested_by"),
        PhaseColumns.at(row, "created_at"),
        report == null ? Optional.empty() : Optional.of(JobCodec.decodeReport(report)));
  }

  private static <S extends SqlStatement<S>> S key(S statement, OrgId org, JobId id) {
    return statement.bind("org", org.value()).bind("id", id.value());
  }

  private static void columns(SqlStatement<?> statement, PhaseColumns columns) {
    statement
        .bind("phase", columns.phase())
        .bind("attempt", columns.attempt())
        .bindByType("epoch", columns.epoch(), Long.class)
        .bindByType("runner", columns.runner(), UUID.class)
        .bindByType("notBefore", utc(columns.notBefore()), OffsetDateTime.class)
        .bindByType("until", utc(columns.until()), OffsetDateTime.class)
        .bindByType("deadline", utc(columns.deadline()), OffsetDateTime.class)
        .bindByType("since", utc(columns.since()), OffsetDateTime.class)
        .bindByType("queueUntil", utc(columns.queueUntil()), OffsetDateTime.class)
        .bind("cancelWanted", columns.cancelWanted())
        .bindByType("reason", columns.reason(), String.class)
        .bindByType("message", columns.message(), String.class)
        .bind("retryable", columns.retryable());
  }
}
