package io.bowline.control.hosted;

import io.bowline.control.audit.Audit;
import io.bowline.control.identity.TestIssuer;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Leased;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Events;
import io.bowline.control.platform.event.Hints;
import io.bowline.control.runner.EnrollmentTokens;
import io.bowline.control.runner.Enrollments;
import io.bowline.control.runner.NoWitness;
import io.bowline.control.runner.RunnerAudit;
import io.bowline.control.runner.RunnerLedger;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.control.runner.RunnerSettings;
import io.bowline.control.runner.Runners;
import io.bowline.control.runner.Sessions;
import io.bowline.control.runner.store.PgRunnerStore;
import io.bowline.control.runner.store.PgSessionStore;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.Event.Accept;
import io.bowline.model.job.Event.Finish;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.proto.codec.Bytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A hosted runner of an organization that is connected from its start to its end, and does its
/// jobs as a test wants.
public final class AnsweringRunner implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;

  public final HostedRunners hosted;
  public final Sessions sessions;
  private final Transactions transactions;
  private final Ids ids = new Ids(InstantSource.system(), new SecureRandom());
  private final OrgId org;
  private final Jobs jobs;
  private final Hints hints;
  private final PgRunnerStore store = new PgRunnerStore();
  private final BlockingQueue<Boolean> over = new LinkedBlockingQueue<>();
  private Optional<Thread> thread = Optional.empty();

  /// Not connected yet.
  public AnsweringRunner(
      Transactions transactions,
      OrgId org,
      Installs installs,
      Jobs jobs,
      Audit audit,
      Hints hints) {
    this.transactions = transactions;
    this.org = org;
    this.jobs = jobs;
    this.hints = hints;
    var nowhere = new Nowhere();
    var runnerAudit = new RunnerAudit(audit);
    var ledger = new RunnerLedger(runnerAudit, nowhere, List.of());
    var enrollments =
        new Enrollments(
            transactions, ids, store, new TestIssuer(), ledger, new NoWitness(), new Settings());
    sessions = new Sessions(transactions, nowhere, new PgSessionStore(), List.of());
    hosted =
        new HostedRunners(
            transactions,
            installs,
            new EnrollmentTokens(transactions, ids, new SecureRandom(), store, ledger),
            new Runners(transactions, store, enrollments, runnerAudit),
            sessions,
            jobs);
  }

  /// Connects, and reports this about each job that it gets.
  public void connect(Function<JobSpec, JobReport> work) {
    Identity identity = enrolled();
    sessions.open(
        identity, new Sessions.Opening("replica", "process", "0.1.0", JobSpec.HOSTED_KINDS));
    thread = Optional.of(Thread.ofVirtual().start(() -> run(identity, work)));
  }

  private Identity enrolled() {
    var id = new RunnerId(ids.get());
    return transactions.inOrg(
        org,
        tx -> {
          var identity =
              new Identity("bowline.test", org, hosted.place(tx, org), Identity.Role.HOSTED, id);
          store.insert(
              tx,
              new RunnerRecord(
                  org,
                  id,
                  identity.install(),
                  identity.role(),
                  "0.1.0",
                  tx.now(),
                  tx.now().plusSeconds(86_400),
                  0,
                  0,
                  Optional.empty()),
              id.toString(),
              Bytes.of(new byte[] {1}));
          return identity;
        });
  }

  private void run(Identity identity, Function<JobSpec, JobReport> work) {
    try {
      while (over.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS) == null) {
        for (Leased leased : jobs.leaseFor(identity, 4, JobSpec.HOSTED_KINDS)) {
          long epoch = leased.lease().epoch();
          jobs.said(identity, leased.job(), new Accept(epoch), Optional.empty());
          JobReport report = work.apply(leased.spec());
          jobs.said(
              identity, leased.job(), new Finish(epoch, new Outcome.Done()), Optional.of(report));
          hints.sweep();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.add(true);
    try {
      if (thread.isPresent()) {
        thread.get().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Nowhere() implements Events {
    @Override
    public void publish(Tx tx, Event event) {}

    @Override
    public void hint(Tx tx, Event event) {}
  }

  private record Settings() implements RunnerSettings {
    @Override
    public Duration certificateLife() {
      return Duration.ofHours(1);
    }

    @Override
    public int trustRootVersion() {
      return 0;
    }
  }
}
