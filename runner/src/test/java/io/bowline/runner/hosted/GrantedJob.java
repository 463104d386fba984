package io.bowline.runner.hosted;

import io.bowline.cloud.grant.ClusterGrant;
import io.bowline.cloud.grant.ClusterGrant.RunnerGrant;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobSpec;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.proto.handover.Credential;
import io.bowline.proto.handover.HandoverKey;
import io.bowline.proto.handover.Purpose;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.outbox.Numbered;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.outbox.Report;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.NoSteps;
import io.bowline.runner.work.Work;
import io.bowline.runner.work.WorkTerms;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// A job on a fleet's cluster with what is sealed to it, alone or in a whole room of work.
final class GrantedJob {
  final FleetId fleet = new FleetId(UUID.randomUUID());
  final String namespace;

  /// Every line of progress: step, state, message.
  final List<String> said = new CopyOnWriteArrayList<>();

  /// Hears each of them.
  Consumer<String> listener = _ -> {};

  ClusterGrant grant;

  GrantedJob(String namespace) {
    this.namespace = namespace;
    grant = grant("", 1, Optional.empty());
  }

  ClusterGrant grant(String kubeconfig, int units, Optional<RunnerGrant> runner) {
    return new ClusterGrant(fleet, kubeconfig, namespace, units, CapacityRules.USUAL, runner);
  }

  JobEnd run(FleetErrand errand, CredentialedJob.Errand work) throws InterruptedException {
    return run(errand, work, new Cancellation());
  }

  JobEnd run(FleetErrand errand, CredentialedJob.Errand work, Cancellation cancellation)
      throws InterruptedException {
    said.clear();
    return new CredentialedJob(this::handOver, work)
        .handle(
            assignment(errand),
            (step, state, message) -> {
              String line = step + " " + state + " " + message;
              said.add(line);
              listener.accept(line);
            },
            cancellation,
            new NoSteps());
  }

  private Assignment assignment(FleetErrand errand) {
    return new Assignment(
        new JobId(new UUID(0, 1)), 3, 1, new JobSpec.FleetWork(errand, fleet, 1), "");
  }

  private Credential handOver(Assignment to) {
    try {
      HandoverKey key = HandoverKey.make();
      var purpose = new Purpose(new OrgId(new UUID(9, 9)), to.job(), to.epoch());
      return key.open(HandoverKey.seal(key.publicKey(), purpose, grant.document()), purpose);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A runner's process with this state folder; closed, it dies with its jobs undone.
  Running process(Path state, FleetErrand errand, CredentialedJob.Errand work) throws IOException {
    JobJournal journal = JobJournal.open(new FolderDisk(state));
    var outbox = new Outbox(journal);
    var intake = new Intake(journal, outbox, 4);
    var room =
        new Work(
            intake,
            journal,
            outbox,
            Map.of(errand.kind(), new CredentialedJob(this::handOver, work)),
            WorkTerms.usual(),
            Clock.systemUTC());
    room.start();
    return new Running(journal, outbox, intake, room, assignment(errand));
  }

  /// One that runs.
  record Running(JobJournal journal, Outbox outbox, Intake intake, Work room, Assignment assignment)
      implements AutoCloseable {
    void offer() {
      intake.offer(assignment);
    }

    Report.Result result() throws InterruptedException {
      long after = 0;
      while (true) {
        for (Numbered next : outbox.take(after, Duration.ofSeconds(60))) {
          after = next.sequence();
          if (next.report() instanceof Report.Result result) {
            return result;
          }
        }
      }
    }

    @Override
    public void close() {
      try {
        room.stop(Duration.ofMillis(200));
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted as the process dies", e);
      } finally {
        journal.close();
      }
    }
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted as the process dies", e);
    }
  }
}
