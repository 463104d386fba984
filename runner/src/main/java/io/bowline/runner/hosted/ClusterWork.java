package io.bowline.runner.hosted;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.cloud.grant.ClusterGrant;
import io.bowline.cloud.grant.ClusterGrant.RunnerGrant;
import io.bowline.cloud.grant.ClusterWay;
import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.kubeconfig.Kubeconfig;
import io.bowline.cloud.kubeconfig.KubeconfigReading;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.StepEvent.State;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.proto.handover.Credential;
import io.bowline.runner.hosted.cluster.CallFailure;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import io.bowline.runner.hosted.cluster.ClusterDoor;
import io.bowline.runner.hosted.cluster.bootstrap.Bootstrap;
import io.bowline.runner.hosted.cluster.bootstrap.Done;
import io.bowline.runner.hosted.cluster.bootstrap.Removal;
import io.bowline.runner.hosted.cluster.bootstrap.RunnerObjects;
import io.bowline.runner.hosted.cluster.bootstrap.RunnerTerms;
import io.bowline.runner.hosted.cluster.check.ClusterChecks;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is done in a customer's cluster from outside: looking at it, putting a runner there, taking
/// it out. Each of them looks at what is there before it writes, and says of what is as it should
/// be that nothing was to be done: so a job that died goes on by beginning anew.
final class ClusterWork {
  private final ClusterDoor door;
  private final Clock clock;
  private final Duration limit;
  private final MadeClusters made;

  /// @param limit for one check of a cluster
  ClusterWork(ClusterDoor door, Clock clock, Duration limit) {
    this(door, clock, limit, MadeClusters.usual(clock, limit));
  }

  /// @param made the way into clusters that were made in a cloud
  ClusterWork(ClusterDoor door, Clock clock, Duration limit, MadeClusters made) {
    this.made = made;
    this.door = door;
    this.clock = clock;
    this.limit = limit;
  }

  /// Looks, and changes nothing.
  JobEnd check(
      Assignment assignment,
      Credential credential,
      Progress progress,
      Cancellation cancellation,
      StepJournal steps)
      throws InterruptedException {
    return granted(
        credential,
        grant -> {
          List<Check> checks = looked(grant, progress);
          return cancellation
              .reason()
              .map(JobEnd::stopped)
              .orElseGet(() -> JobEnd.done(new JobReport.ClusterChecked(checks)));
        });
  }

  /// Looks, and puts a runner there when nothing is in the way.
  JobEnd bootstrap(
      Assignment assignment,
      Credential credential,
      Progress progress,
      Cancellation cancellation,
      StepJournal steps)
      throws InterruptedException {
    return granted(
        credential,
        grant -> {
          List<Check> checks = looked(grant, progress);
          Optional<Failure> unfit = unfit(checks);
          if (unfit.isPresent() && !cancellation.asked()) {
            return JobEnd.failed(unfit.get(), new JobReport.ClusterBootstrapped(checks, List.of()));
          }
          var seen = new Watched(progress, cancellation);
          Done done = inCluster(grant, calls -> new Bootstrap(calls, seen).run(terms(grant)));
          return ended(
              done, cancellation, new JobReport.ClusterBootstrapped(checks, changed(done)));
        });
  }

  /// Takes out what a bootstrap of the same fleet put there.
  JobEnd remove(
      Assignment assignment,
      Credential credential,
      Progress progress,
      Cancellation cancellation,
      StepJournal steps)
      throws InterruptedException {
    return granted(
        credential,
        grant -> {
          var seen = new Watched(progress, cancellation);
          Done done = inCluster(grant, calls -> new Removal(calls, seen).run(terms(grant)));
          JobReport report = new JobReport.Nothing();
          if (done instanceof Done.Whole(List<String> _, List<String> left)) {
            left.forEach(what -> progress.say("left", State.SKIPPED, what));
            report = new JobReport.Uninstalled(left);
          }
          return ended(done, cancellation, report);
        });
  }

  /// Work with what was handed over.
  private interface Granted {
    JobEnd run(ClusterGrant grant) throws InterruptedException;
  }

  /// Terms that no cluster is asked for end it before the first look.
  private static JobEnd granted(Credential credential, Granted work) throws InterruptedException {
    ClusterGrant grant = ClusterGrant.read(credential.reveal());
    try {
      RunnerTerms _ = terms(grant);
    } catch (IllegalArgumentException e) {
      return JobEnd.failed(
          new Failure("cluster-refused", "No runner is put there: " + e.getMessage(), false));
    }
    try {
      return work.run(grant);
    } catch (CloudRefusal e) {
      return JobEnd.failed(new Failure(e.reason(), String.valueOf(e.getMessage()), e.retryable()));
    }
  }

  private List<Check> looked(ClusterGrant grant, Progress progress) throws InterruptedException {
    List<Check> checks =
        switch (access(grant)) {
          case KubeconfigReading.Good(ClusterAccess access) ->
              new ClusterChecks(door, clock, limit)
                  .run(
                      access,
                      new ClusterChecks.Wanted(
                          grant.units(), grant.rules(), RunnerObjects.rights(grant.namespace())),
                      check -> say(progress, check));
          case KubeconfigReading other -> {
            List<Check> unusable = ClusterChecks.unusable(sentence(other));
            unusable.forEach(check -> say(progress, check));
            yield unusable;
          }
        };
    if (Thread.interrupted()) {
      throw new InterruptedException("the checks were interrupted");
    }
    return checks;
  }

  private static void say(Progress progress, Check check) {
    State state =
        switch (check.result()) {
          case OK -> State.SUCCEEDED;
          case SKIPPED -> State.SKIPPED;
          case INCONCLUSIVE, FAILED ->
              ClusterChecks.inTheWay(List.of(check)).isEmpty() ? State.SUCCEEDED : State.FAILED;
        };
    progress.say(check.name(), state, check.detail());
  }

  private static Optional<Failure> unfit(List<Check> checks) {
    return ClusterChecks.inTheWay(checks).stream()
        .filter(check -> check.result() != Result.SKIPPED)
        .findFirst()
        .map(check -> new Failure("cluster-unfit", check.name() + ": " + check.detail(), false));
  }

  /// What was handed over is what an upload was rebuilt to; only time can have made it worse. What
  /// a cloud told of a cluster is judged as if somebody had sent it.
  private KubeconfigReading access(ClusterGrant grant) throws InterruptedException {
    String kubeconfig =
        switch (grant.way()) {
          case ClusterWay.Lent(String lent) -> lent;
          case ClusterWay.Made way -> made.access(way).reveal();
        };
    return Kubeconfig.read(kubeconfig.getBytes(UTF_8), Optional.empty(), clock.instant());
  }

  private static String sentence(KubeconfigReading reading) {
    return reading instanceof KubeconfigReading.Refused refused
        ? "The kubeconfig's %s %s. Upload it again."
            .formatted(
                refused.complaints().getFirst().field(), refused.complaints().getFirst().message())
        : "The kubeconfig names no context. Upload it again.";
  }

  /// Work through an open door.
  private interface Inside {
    Done run(ClusterCalls calls) throws InterruptedException;
  }

  private Done inCluster(ClusterGrant grant, Inside work) throws InterruptedException {
    if (!(access(grant) instanceof KubeconfigReading.Good(ClusterAccess access))) {
      return new Done.Refused(sentence(access(grant)));
    }
    try (ClusterCalls calls = door.open(access)) {
      return work.run(calls);
    } catch (CallFailure e) {
      return new Done.Refused(e.sentence());
    }
  }

  private static RunnerTerms terms(ClusterGrant grant) {
    RunnerGrant runner = grant.runner().orElse(new RunnerGrant("", "", "", "", Optional.empty()));
    return new RunnerTerms(
        grant.fleet().toString(),
        grant.namespace(),
        runner.image(),
        ofFleet(grant) + runner.settings(),
        runner.trustRoot(),
        runner.policy(),
        runner.enrollment());
  }

  /// By which the runner knows what it has to look for.
  private static String ofFleet(ClusterGrant grant) {
    int copies = grant.rules().copies();
    // a runner's image of before does not know the key, and would not start
    String fewer =
        copies == CapacityRules.USUAL_COPIES ? "" : "bowline.fleet.copies=" + copies + "\n";
    return fewer
        + """
        bowline.fleet.id=%s
        bowline.fleet.unit-milli-cpu=%d
        bowline.fleet.unit-memory-bytes=%d
        bowline.fleet.small-milli-cpu=%d
        bowline.fleet.small-memory-bytes=%d
        bowline.fleet.platform-nodes=%d
        """
            .formatted(
                grant.fleet(),
                grant.rules().unitMilliCpu(),
                grant.rules().unitMemoryBytes(),
                grant.rules().smallMilliCpu(),
                grant.rules().smallMemoryBytes(),
                grant.rules().platformNodes());
  }

  private static List<String> changed(Done done) {
    return switch (done) {
      case Done.Whole(List<String> changed, List<String> _) -> changed;
      case Done.Refused _ -> List.of();
      case Done.Stopped(String _, List<String> changed) -> changed;
    };
  }

  private static JobEnd ended(Done done, Cancellation cancellation, JobReport report) {
    Optional<String> stop = cancellation.reason();
    return switch (done) {
      case Done.Whole _ -> JobEnd.done(report);
      case Done.Refused _, Done.Stopped _ when stop.isPresent() -> JobEnd.stopped(stop.get());
      case Done.Refused(String why) ->
          JobEnd.failed(new Failure("cluster-refused", why, false), report);
      case Done.Stopped(String why, List<String> _) ->
          JobEnd.failed(new Failure("cluster-unfinished", why, false), report);
    };
  }
}
