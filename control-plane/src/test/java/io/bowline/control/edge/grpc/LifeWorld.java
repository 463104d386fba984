package io.bowline.control.edge.grpc;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.audit.Verification;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.edge.http.TestCallers;
import io.bowline.control.install.Creation;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.NewInstall;
import io.bowline.control.job.Origin;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Scope;
import io.bowline.control.plan.Asked;
import io.bowline.control.plan.PlanRecord;
import io.bowline.control.plan.Uninstalls;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.control.runner.store.PgRunnerStore;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.PlanId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.id.TokenId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.JobSpec;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.model.plan.SignedApproval;
import io.bowline.model.release.Release;
import io.bowline.proto.codec.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/// What outlives a control plane's process: the database, the runner, and a person who asks again
/// until there is an answer.
final class LifeWorld {
  private static final Origin ANNA = new Origin("anna", "");

  private final Transactions database;
  private final OrgId org;
  private final InstallRecord install;
  private final Principal.Member anna;
  final Digest release;
  final FaithfulRunner runner;
  private final Set<String> told = new TreeSet<>();
  private Replica replica;

  LifeWorld(
      Transactions database,
      BiFunction<JobSpec, Integer, Optional<FaithfulRunner.End>> work,
      Transactions first) {
    this.database = database;
    var ids = new Ids(InstantSource.system(), new SecureRandom());
    org = new OrgId(ids.get());
    anna = new Principal.Member(new TokenId(ids.get()), org, "anna", EnumSet.allOf(Scope.class));
    var founder = new Replica(database);
    var wish =
        new NewInstall("life", "acme/streaming", "aws", "123456789012", "eu-west-1", Map.of());
    install = ((Creation.Created) founder.installs.create(org, wish, "test")).install();
    release = Digest.of(org.toString().getBytes(StandardCharsets.UTF_8));
    var document =
        new Release(
            "acme/streaming",
            org.toString(),
            ids.get().getMostSignificantBits() >>> 1,
            "",
            List.of(),
            List.of(),
            List.of());
    founder.catalog.publish(release, "acme/streaming", document, "{}", "test");
    founder.catalog.entitle(org, "acme/streaming", "test");
    var identity =
        new Identity(
            "bowline.test", org, install.id(), Identity.Role.RUNNER, new RunnerId(ids.get()));
    database.runInOrg(
        org,
        tx ->
            new PgRunnerStore()
                .insert(
                    tx,
                    new RunnerRecord(
                        org,
                        identity.holder(),
                        install.id(),
                        identity.role(),
                        "0.1.0",
                        tx.now(),
                        tx.now().plusSeconds(86_400),
                        0,
                        0,
                        Optional.empty()),
                    org.toString(),
                    Bytes.of(new byte[] {1})));
    runner = new FaithfulRunner(identity, work);
    replica = new Replica(first);
  }

  /// One turn of everybody; deaths and cuts within it are survived.
  void turn(Runnable person) {
    survive(person);
    survive(() -> runner.turn(replica));
    survive(() ->
        replica.pass(
            parcel -> told.add(parcel.event().topic() + " " + ordinal(parcel.event().key()))));
    skipPauses();
  }

  private void survive(Runnable part) {
    try {
      part.run();
    } catch (FaultyTransactions.Killed e) {
      replica = new Replica(database);
      runner.lineLost();
    } catch (FaultyTransactions.Cut e) {
      // a person asks again, a sweep comes again, a stream was ended and is opened again
    }
  }

  /// The pause before a job is offered again is the database's to judge, so it is taken away.
  private void skipPauses() {
    sql(
        "update job set not_before = now(), wake_at = least(wake_at, now())"
            + " where org = :org and phase = 'queued' and until > now() and not_before > now()");
  }

  /// Lets a phase's time run out.
  void runOut(String phase) {
    sql(
        "update job set until = now() - interval '1 second', wake_at = now() - interval '1 second'"
            + " where org = :org and phase = '"
            + phase
            + "'");
  }

  private void sql(String statement) {
    database.runInOrg(
        org, tx -> handle(tx).createUpdate(statement).bind("org", org.value()).execute());
  }

  PlanId plan(String key) {
    Object answer =
        replica
            .repeats
            .create(
                TestCallers.member(database, anna),
                org,
                key,
                Map.of("release", release.toString()),
                tx -> asked(replica.plans.request(tx, org, install.id(), release, ANNA)))
            .getEntity();
    return PlanId.parse(String.valueOf(answer).replace("\"", ""));
  }

  private static Repeats.Created asked(Asked asked) {
    PlanRecord plan = ((Asked.Taken) asked).plan();
    return new Repeats.Created("/plans/" + plan.id(), plan.id().toString());
  }

  void uninstall(String key) {
    replica.repeats.create(
        TestCallers.member(database, anna),
        org,
        key,
        Map.of("confirm", "life"),
        tx -> {
          var asked =
              replica.uninstalls.request(
                  tx, org, install.id(), new Uninstalls.Wish("life", Set.of()), ANNA);
          JobId job = ((Uninstalls.Answer.Asked) asked).job();
          return new Repeats.Created("/jobs/" + job, job.toString());
        });
  }

  /// How the install is.
  String status() {
    return rows("select status from install where org = :org").getFirst();
  }

  JobId ask(String key, JobSpec spec) {
    Object answer =
        replica
            .repeats
            .create(
                TestCallers.member(database, anna),
                org,
                key,
                Map.of("kind", spec.kind()),
                tx -> {
                  JobId job = replica.jobs.ask(tx, org, install.id(), spec, ANNA);
                  return new Repeats.Created("/jobs/" + job, job.toString());
                })
            .getEntity();
    return JobId.parse(String.valueOf(answer).replace("\"", ""));
  }

  void cancel(JobId job) {
    replica.jobs.cancel(org, job, "not wanted", "anna");
  }

  Asked approve(PlanRecord plan) {
    var statement =
        new ApprovalStatement(
            plan.content().orElseThrow().digest(),
            plan.install(),
            1,
            Instant.now().plusSeconds(3_600),
            "key-1");
    return replica.plans.approve(org, plan.id(), new SignedApproval(statement, "c2ln"), ANNA);
  }

  /// Newest first.
  List<PlanRecord> plans() {
    return new Replica(database).plans.list(org, install.id(), Optional.empty(), 10);
  }

  String phase(JobId job) {
    return io.bowline.control.job.Jobs.phaseName(
        new Replica(database).jobs.find(org, job).orElseThrow().phase());
  }

  boolean quiet() {
    return runner.heard() && rows("select 'x' from outbox where org = :org").isEmpty();
  }

  private String ordinal(String job) {
    return rows("select (select count(*) from job e where e.org = j.org and e.id <= j.id)::text"
            + " from job j where j.org = :org and j.id = '"
            + job
            + "'")
        .getFirst();
  }

  /// Everything that remains of the story, in words that are the same in every telling of it.
  Map<String, Object> end() {
    var end = new TreeMap<String, Object>();
    end.put(
        "jobs",
        rows(
            """
            select j.kind || ' ' || j.phase || ', attempt ' || j.attempt || ', report '
              || (j.report is not null) || ', ended ' || (select count(*) from job_transition t
                where t.org = j.org and t.job = j.id and t.note = ''
                  and t.phase in ('succeeded', 'failed', 'cancelled', 'expired'))
              || ' times, steps ' || coalesce((select string_agg(distinct s.step || s.sequence
                || s.state, ' ') from job_step s where s.org = j.org and s.job = j.id), '')
            from job j where j.org = :org order by j.created_at, j.id
            """));
    end.put(
        "handled twice",
        rows(
            "select event || ' of epoch ' || epoch from job_transition where org = :org"
                + " and event = 'finish' group by job, event, epoch having count(*) > 1"));
    end.put(
        "plans",
        rows(
            "select stage || ' ' || status || ' ' || reason from plan where org = :org"
                + " order by created_at, id"));
    end.put(
        "install",
        rows("select status || ' ' || coalesce(release, 'nothing') from install where org = :org")
            .toString()
            .replace(release.toString(), "the release"));
    end.put("approvals", rows("select count(*)::text from approval where org = :org"));
    end.put("audit", rows("select action from audit_entry where org = :org order by number"));
    end.put(
        "feed",
        rows(
            "select data::json->>'kind' || ' ' || (data::json->>'phase') from feed"
                + " where org = :org and kind = 'phase' and data::json->>'phase' in"
                + " ('succeeded', 'failed', 'cancelled', 'expired') order by id"));
    end.put("told", Set.copyOf(told));
    end.put("effects", List.copyOf(new java.util.ArrayList<>(runner.effects().values())));
    Verification chain = database.inOrg(org, tx -> new Replica(database).audit.verify(tx, org));
    end.put("chain", chain.getClass().getSimpleName());
    // its runner will be silent from now on, which is no matter of the stories after it
    sql("update install set heard_at = null where org = :org");
    return end;
  }

  private List<String> rows(String query) {
    return database.inOrg(
        org,
        (Tx tx) ->
            handle(tx).createQuery(query).bind("org", org.value()).mapTo(String.class).list());
  }
}
