package io.bowline.control.edge.grpc;

import static io.bowline.control.plan.SamplePlan.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.edge.grpc.FaultyTransactions.Fault;
import io.bowline.control.plan.PlanRecord;
import io.bowline.control.plan.PlanStatus;
import io.bowline.control.plan.SamplePlan;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.Database;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.plan.Plan;
import io.bowline.model.probe.Findings;
import io.bowline.model.release.ComponentName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// A job's whole life, with the control plane killed, or cut off its database, around every commit
/// that there is in it. The commits are counted in a life without faults, so that a new one is
/// tried without being named here. Whatever happens, the story has one end.
class JobLifeTest {
  private static final int LONGEST_LIFE = 60;
  private static final List<Fault> FAULTS =
      List.of(Fault.KILLED_BEFORE, Fault.KILLED_AFTER, Fault.CUT_BEFORE, Fault.CUT_AFTER);
  private static Database apart;

  private final Transactions database = apart.transactions();

  @BeforeAll
  static void open() {
    apart = TestDatabase.apart();
  }

  @AfterAll
  static void close() {
    apart.close();
  }

  /// A life: how the runner works, and what a person does at each turn until it is over.
  private record Life(
      String name,
      BiFunction<JobSpec, Integer, Optional<FaithfulRunner.End>> work,
      Function<LifeWorld, Person> person) {}

  /// Does what there is to do now.
  private interface Person {
    /// @return whether the story is over
    boolean act();
  }

  /// The short form of every day: each fault in turn, at every second commit.
  @TestFactory
  @Tag("C14.queued-applied-once")
  Stream<DynamicNode> aFaultAtEverySecondCommitOfAJobsLifeChangesNothingAboutItsEnd() {
    return faults(at -> at % 2 == 0 ? List.of() : List.of(FAULTS.get(at / 2 % FAULTS.size())));
  }

  @TestFactory
  @Tag("nightly")
  Stream<DynamicNode> whateverTheFaultAtWhicheverCommitOfAJobsLifeTheEndIsTheSame() {
    return faults(_ -> FAULTS);
  }

  private Stream<DynamicNode> faults(IntFunction<List<Fault>> at) {
    return lives()
        .map(life -> {
          var counted = new FaultyTransactions(database, Fault.NONE, 0);
          Map<String, Object> clean = tell(life, counted);
          List<String> commits = counted.commits();
          return DynamicContainer.dynamicContainer(
              "%s: %s".formatted(life.name(), clean),
              IntStream.rangeClosed(1, commits.size())
                  .boxed()
                  .flatMap(n ->
                      at.apply(n).stream()
                          .map(fault ->
                              DynamicTest.dynamicTest(
                                  "%s commit %d, of %s".formatted(fault, n, commits.get(n - 1)),
                                  () -> sameEnd(life, fault, n, clean)))));
        });
  }

  private void sameEnd(Life life, Fault fault, int at, Map<String, Object> clean) {
    var faulty = new FaultyTransactions(database, fault, at);
    Map<String, Object> end = tell(life, faulty);
    assertThat(faulty.struck()).as("it came to the fault").isTrue();
    assertThat(end).isEqualTo(clean);
  }

  private Map<String, Object> tell(Life life, FaultyTransactions first) {
    var world = new LifeWorld(database, life.work(), first);
    Person person = life.person().apply(world);
    var over = new boolean[1];
    for (int turn = 0; turn < LONGEST_LIFE; turn++) {
      world.turn(() -> over[0] = person.act());
      if (over[0] && world.quiet()) {
        return world.end();
      }
    }
    throw new AssertionError("the story does not end: " + world.end());
  }

  private static Stream<Life> lives() {
    return Stream.of(
        new Life(
            "a release in two stages, approved by a person",
            JobLifeTest::plansAndApplies,
            TwoStages::new),
        new Life(
            "a job that fails and is tried again",
            (_, attempt) ->
                Optional.of(
                    attempt == 1
                        ? failed()
                        : done(new JobReport.Inspected(Optional.empty(), List.of()))),
            world -> new OneJob(world, "succeeded", () -> {})),
        new Life("a job that is cancelled at work", (_, _) -> Optional.empty(), Cancelled::new),
        new Life("an install that is removed", JobLifeTest::plansAndApplies, Removed::new),
        new Life(
            "a job that nobody takes",
            (_, _) -> Optional.empty(),
            world -> {
              world.runner.room = 0;
              return new OneJob(world, "expired", () -> world.runOut("queued"));
            }),
        new Life(
            "a runner that is silent for too long", JobLifeTest::plansAndApplies, Silent::new));
  }

  private static Optional<FaithfulRunner.End> plansAndApplies(JobSpec spec, int attempt) {
    return Optional.of(
        done(
            switch (spec) {
              case JobSpec.MakePlan make -> new JobReport.Planned(content(make), make.stage() == 1);
              case JobSpec.ApplyPlan _ ->
                  new JobReport.Applied(
                      Optional.of(digest("applied")), List.of(), Optional.empty());
              case JobSpec.Inspect _ -> new JobReport.Inspected(Optional.empty(), List.of());
              case JobSpec.Uninstall _ -> new JobReport.Uninstalled(List.of());
              case JobSpec.CaptureLogs _ -> new JobReport.Captured(1, 0);
              case JobSpec.Preflight _ -> new JobReport.Preflighted(List.of());
              case JobSpec.CheckProvider _ ->
                  new JobReport.ProviderChecked(Findings.inconclusive("nobody asked"));
              case JobSpec.FleetWork _ -> new JobReport.ClusterChecked(List.of());
            }));
  }

  private static Plan content(JobSpec.MakePlan make) {
    return SamplePlan.of(
        make.plan(),
        new InstallId(make.plan().value()),
        make.release(),
        make.stage(),
        make.stage() == 1 ? List.of(new ComponentName("connector")) : List.of());
  }

  private static FaithfulRunner.End done(JobReport report) {
    return new FaithfulRunner.End(new Outcome.Done(), report);
  }

  private static FaithfulRunner.End failed() {
    return new FaithfulRunner.End(
        new Outcome.Failed(new Failure("registry-away", "the registry does not answer", true)),
        new JobReport.Nothing());
  }

  /// Asks for a release, approves the plan, and sees both stages applied.
  private static final class TwoStages implements Person {
    private final LifeWorld world;
    private boolean asked;

    TwoStages(LifeWorld world) {
      this.world = world;
    }

    @Override
    public boolean act() {
      if (!asked) {
        world.plan("the release");
        asked = true;
      }
      PlanRecord newest = world.plans().getFirst();
      if (newest.status() == PlanStatus.AWAITING_APPROVAL) {
        world.approve(newest);
      }
      return newest.stage() == 2 && newest.status() == PlanStatus.APPLIED;
    }
  }

  /// Asks for one job, and does something at each turn until it has its end.
  private static class OneJob implements Person {
    final LifeWorld world;
    private final String end;
    private final Runnable then;
    private Optional<JobId> job = Optional.empty();

    OneJob(LifeWorld world, String end, Runnable then) {
      this.world = world;
      this.end = end;
      this.then = then;
    }

    @Override
    public boolean act() {
      if (job.isEmpty()) {
        job = Optional.of(world.ask("the job", new JobSpec.Inspect()));
        return false;
      }
      String phase = world.phase(job.get());
      if (phase.equals(end)) {
        return true;
      }
      seen(job.get(), phase);
      then.run();
      return false;
    }

    void seen(JobId id, String phase) {}
  }

  private static final class Removed implements Person {
    private final LifeWorld world;
    private boolean asked;

    Removed(LifeWorld world) {
      this.world = world;
    }

    @Override
    public boolean act() {
      if (!asked) {
        world.uninstall("the end");
        asked = true;
      }
      return world.status().equals("awaiting-customer-teardown");
    }
  }

  private static final class Cancelled extends OneJob {
    Cancelled(LifeWorld world) {
      super(world, "cancelled", () -> {});
    }

    @Override
    void seen(JobId id, String phase) {
      if (phase.equals("running")) {
        world.cancel(id);
      }
    }
  }

  /// The runner takes the job and is silent until it counts as not taken; takes it again and is
  /// silent until nobody knows; comes back with the result.
  private static final class Silent extends OneJob {
    private final Set<String> gone = new HashSet<>();

    Silent(LifeWorld world) {
      super(world, "succeeded", () -> {});
      world.runner.slow = true;
    }

    @Override
    void seen(JobId id, String phase) {
      boolean silent = Set.of("offered", "running").contains(phase) && gone.add(phase);
      world.runner.away = silent;
      if (silent) {
        world.runOut(phase);
      }
    }
  }
}
