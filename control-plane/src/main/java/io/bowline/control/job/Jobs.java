package io.bowline.control.job;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.Effect;
import io.bowline.model.job.Event;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobRules;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.model.job.StepEvent;
import io.bowline.model.job.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// The queue of every install. Each call decides with `JobRules` and commits the move, its history
/// and what follows from it in one transaction on the database's clock (invariant 3).
@ApplicationScoped
public class Jobs {
  private static final SystemTask CLOCK = new SystemTask("job-clock");
  private static final long NOT_HELD = -1;
  private static final int STEP_MESSAGE_LIMIT = 4_000;

  private final Transactions transactions;
  private final Ids ids;
  private final JobHints hints;
  private final Audit audit;
  private final Iterable<JobFollower> followers;
  private final JobStore store;
  private final StepStore steps;

  @Inject
  public Jobs(
      Transactions transactions,
      Ids ids,
      JobHints hints,
      @Any Instance<JobFollower> followers,
      JobStore store,
      StepStore steps,
      Audit audit) {
    this(transactions, ids, hints, (Iterable<JobFollower>) followers, store, steps, audit);
  }

  Jobs(
      Transactions transactions,
      Ids ids,
      JobHints hints,
      Iterable<JobFollower> followers,
      JobStore store,
      StepStore steps,
      Audit audit) {
    this.transactions = transactions;
    this.ids = ids;
    this.hints = hints;
    this.followers = followers;
    this.store = store;
    this.steps = steps;
    this.audit = audit;
  }

  /// Asks for work that stands by itself, and audits who did.
  public JobId ask(Tx tx, OrgId org, InstallId install, JobSpec spec, Origin origin) {
    JobId job = request(tx, org, install, spec, origin);
    String detail = AuditDetail.of(install, spec);
    audit.record(
        tx, org, new AuditEntry(origin.by(), "job." + spec.kind(), job.toString(), detail));
    return job;
  }

  /// Asks for work in the caller's transaction.
  public JobId request(Tx tx, OrgId org, InstallId install, JobSpec spec, Origin origin) {
    Instant now = tx.now();
    Phase.Queued queued = JobTerms.rules(spec).begin(now);
    var job =
        new JobRecord(
            org,
            new JobId(ids.get()),
            install,
            spec,
            queued,
            origin.traceparent(),
            origin.by(),
            now,
            Optional.empty());
    store.insert(tx, job, JobTerms.exclusive(spec), JobRules.wakeAt(queued, now));
    store.remember(tx, job, queued, "requested", "", OptionalLong.empty());
    hints.work(tx, org, install);
    return job.id();
  }

  /// Leases what waits for this runner's install, under new epochs. What is a hosted runner's work
  /// goes to no other, and nothing else goes to it.
  ///
  /// @param room how many more jobs the runner takes
  /// @param kinds what it can do; the rest waits for a runner that can
  public List<Leased> leaseFor(Identity runner, int room, Set<String> kinds) {
    boolean hosted = runner.role() == Identity.Role.HOSTED;
    Set<String> own =
        kinds.stream()
            .filter(kind -> JobSpec.HOSTED_KINDS.contains(kind) == hosted)
            .collect(Collectors.toUnmodifiableSet());
    if (room <= 0 || own.isEmpty()) {
      return List.of();
    }
    return transactions.inOrg(
        runner.org(),
        tx ->
            store.offerable(tx, runner.org(), runner.install(), own, room).stream()
                .flatMap(job -> offered(tx, job, runner).stream())
                .toList());
  }

  private Optional<Leased> offered(Tx tx, JobRecord job, Identity runner) {
    var offer = new Event.Offer(runner.holder(), store.nextEpoch(tx));
    return decide(tx, job, offer, Optional.empty()) instanceof Verdict.Moved(_, var effects)
        ? effects.stream()
            .filter(Effect.SendOffer.class::isInstance)
            .map(effect -> ((Effect.SendOffer) effect).lease())
            .map(lease -> new Leased(job.id(), lease, job.spec(), job.traceparent()))
            .findFirst()
        : Optional.empty();
  }

  /// A job of this runner's install, locked until the caller's transaction ends.
  public Optional<JobRecord> lock(Tx tx, Identity runner, JobId id) {
    return store.lock(tx, runner.org(), id).filter(job -> job.install().equals(runner.install()));
  }

  /// What a runner says about a job of its own install; anything about another's is refused as if
  /// the job did not exist.
  ///
  /// @param report comes with a `Finish`
  public Verdict said(
      Identity runner, JobId id, Event.FromRunner event, Optional<JobReport> report) {
    return transactions.inOrg(
        runner.org(),
        tx ->
            lock(tx, runner, id)
                .map(job -> decide(tx, job, event, report))
                .orElseGet(() -> new Verdict.Refused("no job " + id + " of this install")));
  }

  /// What a runner has in flight goes on; what it should have and has not is given back or lost.
  ///
  /// @param inFlight every job that it has, by the epoch it has it under: one that it has under an
  ///   older epoch is not yet taken under the newer, and what it says about it has no effect
  /// @param underWay offers that the runner may not have seen yet: neither here nor lost
  public void reconcile(Identity runner, Map<JobId, Long> inFlight, Set<JobId> underWay) {
    transactions.runInOrg(
        runner.org(),
        tx -> {
          for (JobRecord job : store.held(tx, runner.org(), runner.install())) {
            long epoch = JobRules.leaseOf(job.phase()).orElseThrow().epoch();
            if (inFlight.getOrDefault(job.id(), NOT_HELD) == epoch) {
              decide(tx, job, new Event.Beat(epoch), Optional.empty());
            } else if (!underWay.contains(job.id())) {
              decide(tx, job, new Event.Missing(epoch), Optional.empty());
            }
          }
        });
  }

  /// Records progress. Events under an old epoch are kept beside the others: they did happen.
  public void progress(Identity runner, JobId id, long epoch, List<StepEvent> events) {
    transactions.inOrg(
        runner.org(),
        tx -> {
          Optional<JobRecord> own =
              store
                  .find(tx, runner.org(), id)
                  .filter(job -> job.install().equals(runner.install()) && !events.isEmpty());
          own.ifPresent(job -> {
            steps.add(tx, runner.org(), id, epoch, events.stream().map(Jobs::bounded).toList());
            hints.changed(tx, job, "step", events.getLast().step());
          });
          return own;
        });
  }

  /// Jobs that this runner was told to stop and has not yet stopped.
  public List<Cancellation> cancellations(Identity runner) {
    return transactions.inOrg(
        runner.org(),
        tx ->
            store.held(tx, runner.org(), runner.install()).stream()
                .filter(job -> job.phase() instanceof Phase.Cancelling)
                .map(job -> {
                  var phase = (Phase.Cancelling) job.phase();
                  return new Cancellation(job.id(), phase.lease().epoch(), phase.reason());
                })
                .toList());
  }

  /// Asks for a job to stop; empty when there is no such job.
  public Optional<Verdict> cancel(OrgId org, JobId id, String reason, String by) {
    return transactions.inOrg(
        org,
        tx ->
            store
                .lock(tx, org, id)
                .map(job -> {
                  Verdict verdict = decide(tx, job, new Event.Cancel(reason), Optional.empty());
                  if (verdict instanceof Verdict.Moved) {
                    audit.record(tx, org, new AuditEntry(by, "job.cancel", id.toString()));
                  }
                  return verdict;
                }));
  }

  /// Asks for a job to stop in the caller's transaction, which has somebody's reason for it.
  public void stop(Tx tx, OrgId org, JobId id, String reason) {
    store
        .lock(tx, org, id)
        .ifPresent(job -> decide(tx, job, new Event.Cancel(reason), Optional.empty()));
  }

  /// The same, unless a runner has begun it: what was begun goes to its end, also when it is tried
  /// again.
  ///
  /// @return whether nobody works on it any more, or is only asked whether they do
  public boolean stopUnlessBegun(Tx tx, OrgId org, JobId id, String reason) {
    Optional<JobRecord> job = store.lock(tx, org, id);
    if (job.isEmpty() || job.get().phase() instanceof Phase.Terminal) {
      return true;
    }
    if (store.begun(tx, job.get())) {
      return false;
    }
    decide(tx, job.get(), new Event.Cancel(reason), Optional.empty());
    return true;
  }

  /// Has a job stay as it is until the caller's transaction ends. Whoever also locks what it works
  /// for does that afterwards, as a job's end does.
  public void hold(Tx tx, OrgId org, JobId id) {
    Optional<JobRecord> _ = store.lock(tx, org, id);
  }

  /// Whether a job of this kind is asked for and not over.
  public boolean open(Tx tx, OrgId org, InstallId install, String kind) {
    return store.open(tx, org, install, kind);
  }

  public Optional<JobRecord> find(OrgId org, JobId id) {
    return transactions.inOrg(org, tx -> store.find(tx, org, id));
  }

  /// The same in the caller's transaction.
  public Optional<JobRecord> find(Tx tx, OrgId org, JobId id) {
    return store.find(tx, org, id);
  }

  /// Newest first.
  public List<JobRecord> list(OrgId org, InstallId install, Optional<JobId> before, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, install, before, limit));
  }

  /// The newest ones, in the caller's transaction.
  public List<JobRecord> list(Tx tx, OrgId org, InstallId install, int limit) {
    return store.list(tx, org, install, Optional.empty(), limit);
  }

  public List<JobTransition> history(OrgId org, JobId id) {
    return transactions.inOrg(org, tx -> store.history(tx, org, id));
  }

  public List<RecordedStep> steps(OrgId org, JobId id, long epoch, long sequence, int limit) {
    return transactions.inOrg(org, tx -> steps.after(tx, org, id, epoch, sequence, limit));
  }

  /// How many jobs of all organizations are in each phase.
  public Map<String, Long> byPhase() {
    return transactions.asSystem(CLOCK, store::byPhase);
  }

  /// Moves every job whose time has come; the truth behind all hints and timers.
  ///
  /// @return how many were looked at
  public int sweep(int limit) {
    List<JobStore.Due> due = transactions.asSystem(CLOCK, tx -> store.due(tx, limit));
    for (JobStore.Due one : due) {
      transactions.inOrg(
          one.org(),
          tx ->
              store
                  .lock(tx, one.org(), one.job())
                  .map(job -> decide(tx, job, new Event.Tick(), Optional.empty())));
    }
    return due.size();
  }

  private Verdict decide(Tx tx, JobRecord job, Event event, Optional<JobReport> report) {
    Instant now = tx.now();
    Verdict verdict = JobTerms.rules(job.spec()).verdict(job.phase(), event, now);
    String name = event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    OptionalLong epoch =
        event instanceof Event.FromRunner said
            ? OptionalLong.of(said.epoch())
            : OptionalLong.empty();
    switch (verdict) {
      case Verdict.Moved(Phase to, var effects) -> {
        store.move(tx, job, to, JobRules.wakeAt(to, now), report);
        var moved = job.in(to, report);
        boolean changed = to.getClass() != job.phase().getClass();
        if (changed) {
          store.remember(tx, job, to, name, "", epoch);
        }
        effects.forEach(effect -> carryOut(tx, moved, effect));
        if (to instanceof Phase.Queued) {
          hints.work(tx, job.org(), job.install());
        }
        if (changed) {
          hints.changed(tx, moved, "phase", phaseName(to));
        }
      }
      case Verdict.Ignored(String why) -> {
        if (event instanceof Event.Tick) {
          store.wake(tx, job, JobRules.wakeAt(job.phase(), now));
          hints.work(tx, job.org(), job.install());
        } else if (event instanceof Event.Finish) {
          store.rememberOnce(tx, job, name, why, epoch);
        }
      }
      case Verdict.Refused _ -> {}
    }
    return verdict;
  }

  /// What follows from a move, committed with it. Offers and cancellations are sent by whoever
  /// holds the runner's stream once this is committed; here it is woken.
  private void carryOut(Tx tx, JobRecord job, Effect effect) {
    switch (effect) {
      case Effect.SendOffer _ -> {} // sent by the session that leases
      case Effect.SendCancel _ -> hints.work(tx, job.org(), job.install());
      case Effect.Announce _ -> {
        followers.forEach(follower -> follower.over(tx, job));
        hints.over(tx, job);
        // what waited behind it may go now
        hints.work(tx, job.org(), job.install());
      }
    }
  }

  /// The name of a phase in the API, in the feed and in metrics.
  public static String phaseName(Phase phase) {
    return phase.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static StepEvent bounded(StepEvent event) {
    return event.message().length() <= STEP_MESSAGE_LIMIT
        ? event
        : new StepEvent(
            event.sequence(),
            event.step(),
            event.state(),
            event.message().substring(0, STEP_MESSAGE_LIMIT) + "…",
            event.at());
  }
}
