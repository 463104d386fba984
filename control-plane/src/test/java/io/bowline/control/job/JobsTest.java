package io.bowline.control.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.Event;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobRules;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.Phase;
import io.bowline.model.job.StepEvent;
import io.bowline.model.job.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class JobsTest {
  private final Bench bench = new Bench();
  private final Jobs jobs = bench.jobs;
  private final Identity runner = bench.runner();

  private Leased lease() {
    List<Leased> leased = jobs.leaseFor(runner, 1, Bench.KINDS);
    assertThat(leased).hasSize(1);
    return leased.getFirst();
  }

  private Phase phase(JobId job) {
    return jobs.find(bench.org, job).orElseThrow().phase();
  }

  private static Event.Finish done(Leased leased) {
    return new Event.Finish(leased.lease().epoch(), new Outcome.Done());
  }

  @Test
  void a_job_is_leased_accepted_and_finished_with_its_report() {
    JobId id = bench.request(new JobSpec.Inspect());
    Leased leased = lease();
    assertThat(leased.job()).isEqualTo(id);

    assertThat(jobs.said(runner, id, new Event.Accept(leased.lease().epoch()), Optional.empty()))
        .isInstanceOf(Verdict.Moved.class);
    var report = new JobReport.Inspected(Optional.empty(), List.of());
    jobs.said(runner, id, done(leased), Optional.of(report));

    assertThat(phase(id)).isInstanceOf(Phase.Succeeded.class);
    assertThat(jobs.find(bench.org, id).orElseThrow().report()).contains(report);
    assertThat(jobs.history(bench.org, id))
        .extracting(JobTransition::phase)
        .containsExactly("queued", "offered", "running", "succeeded");
  }

  @Test
  void a_result_under_an_old_epoch_is_recorded_and_has_no_effect() {
    JobId id = bench.request(new JobSpec.Inspect());
    Leased first = lease();
    bench.runOut(id);
    jobs.sweep(100);
    assertThat(phase(id)).isInstanceOf(Phase.Queued.class);

    Verdict late = jobs.said(runner, id, done(first), Optional.empty());

    assertThat(late).isInstanceOf(Verdict.Ignored.class);
    assertThat(phase(id)).isInstanceOf(Phase.Queued.class);
    assertThat(jobs.history(bench.org, id).getLast().note()).contains("does not hold the lease");
  }

  @Test
  void a_silent_runner_makes_its_job_unknown_and_a_beat_brings_it_back() {
    JobId id = bench.request(new JobSpec.Inspect());
    Leased leased = lease();
    jobs.said(runner, id, new Event.Accept(leased.lease().epoch()), Optional.empty());
    bench.runOut(id);
    jobs.sweep(100);
    assertThat(phase(id)).isInstanceOf(Phase.Unknown.class);

    jobs.said(runner, id, new Event.Beat(leased.lease().epoch()), Optional.empty());

    assertThat(phase(id)).isInstanceOf(Phase.Running.class);
  }

  @Test
  void jobs_that_write_to_an_install_run_one_at_a_time_in_their_order() {
    JobId first = bench.request(new JobSpec.Uninstall());
    JobId second = bench.request(new JobSpec.Uninstall());
    JobId look = bench.request(new JobSpec.Inspect());

    List<Leased> leased = jobs.leaseFor(runner, 10, Bench.KINDS);

    assertThat(leased).extracting(Leased::job).containsExactlyInAnyOrder(first, look);
    assertThat(jobs.leaseFor(runner, 10, Bench.KINDS)).isEmpty();
    Leased held = leased.stream().filter(l -> l.job().equals(first)).findFirst().orElseThrow();
    jobs.said(runner, first, done(held), Optional.of(new JobReport.Uninstalled(List.of())));
    assertThat(jobs.leaseFor(runner, 10, Bench.KINDS))
        .extracting(Leased::job)
        .containsExactly(second);
  }

  @Test
  void sessions_that_lease_at_once_never_share_a_job() throws Exception {
    int count = 30;
    for (int i = 0; i < count; i++) {
      bench.request(new JobSpec.Inspect());
    }
    var leased = new ArrayList<JobId>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<List<Leased>> take = () -> jobs.leaseFor(runner, 10, Bench.KINDS);
      for (var part : threads.invokeAll(List.of(take, take, take, take, take, take))) {
        part.get().forEach(one -> leased.add(one.job()));
      }
    }
    assertThat(new HashSet<>(leased)).hasSameSizeAs(leased).hasSize(count);
  }

  @Test
  void another_installs_runner_is_told_that_there_is_no_such_job() {
    JobId id = bench.request(new JobSpec.Inspect());
    Leased leased = lease();
    Identity foreign = bench.runnerOf(bench.install("second"));

    Verdict verdict =
        jobs.said(foreign, id, new Event.Accept(leased.lease().epoch()), Optional.empty());

    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    assertThat(phase(id)).isInstanceOf(Phase.Offered.class);
  }

  @Test
  void another_organization_sees_no_job() {
    JobId id = bench.request(new JobSpec.Inspect());
    assertThat(jobs.find(new OrgId(bench.ids.get()), id)).isEmpty();
    assertThat(jobs.cancel(new OrgId(bench.ids.get()), id, "mine", "test")).isEmpty();
  }

  @Test
  void a_hello_keeps_what_is_in_flight_and_gives_back_what_is_lost() {
    JobId kept = bench.request(new JobSpec.Inspect());
    JobId lost = bench.request(new JobSpec.Inspect());
    jobs.leaseFor(runner, 2, Bench.KINDS)
        .forEach(
            l -> jobs.said(runner, l.job(), new Event.Accept(l.lease().epoch()), Optional.empty()));

    jobs.reconcile(runner, Map.of(kept, epochOf(kept)), Set.of());

    assertThat(phase(kept)).isInstanceOf(Phase.Running.class);
    assertThat(phase(lost))
        .isEqualTo(new Phase.Queued(2, at(lost).notBefore(), at(lost).expiresAt()));
  }

  private long epochOf(JobId job) {
    return JobRules.leaseOf(phase(job)).orElseThrow().epoch();
  }

  @Test
  void a_job_that_a_runner_has_under_an_older_epoch_is_offered_again_and_not_taken_for_running() {
    JobId id = bench.request(new JobSpec.Inspect());
    Leased first = lease();
    bench.runOut(id);
    jobs.sweep(100);
    skipPause();
    Leased second = lease();

    jobs.reconcile(runner, Map.of(id, first.lease().epoch()), Set.of());

    assertThat(phase(id)).isInstanceOf(Phase.Queued.class);
    skipPause();
    Leased third = lease();
    assertThat(third.lease().epoch()).isGreaterThan(second.lease().epoch());
    assertThat(third.lease().attempt()).as("it did not run twice").isEqualTo(1);
  }

  /// The pause before the next attempt is the database's to judge, so it is taken away.
  private void skipPause() {
    bench.transactions.runInOrg(
        bench.org,
        tx ->
            io.bowline.control.platform.store.OpenTransaction.handle(tx)
                .execute("update job set not_before = now() where phase = 'queued'"));
  }

  private Phase.Queued at(JobId job) {
    return (Phase.Queued) phase(job);
  }

  @Test
  void a_cancelled_job_is_announced_to_its_runner_until_it_stops() {
    JobId id = bench.request(new JobSpec.Inspect());
    Leased leased = lease();
    jobs.said(runner, id, new Event.Accept(leased.lease().epoch()), Optional.empty());

    jobs.cancel(bench.org, id, "by hand", "test");
    assertThat(jobs.cancellations(runner))
        .containsExactly(new Cancellation(id, leased.lease().epoch(), "by hand"));

    var stopped = new Event.Finish(leased.lease().epoch(), new Outcome.Stopped("asked"));
    jobs.said(runner, id, stopped, Optional.empty());
    assertThat(jobs.cancellations(runner)).isEmpty();
    assertThat(phase(id)).isInstanceOf(Phase.Cancelled.class);
  }

  @Test
  void followers_hear_of_the_end_in_the_same_transaction() {
    JobId id = bench.request(new JobSpec.Inspect());
    Leased leased = lease();
    bench.followers.add((_, _) -> {
      throw new IllegalStateException("a follower that fails");
    });
    try {
      jobs.said(runner, id, done(leased), Optional.empty());
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessageContaining("a follower that fails");
    }
    assertThat(phase(id)).isInstanceOf(Phase.Offered.class);
  }

  @Test
  void repeated_progress_is_kept_once() {
    JobId id = bench.request(new JobSpec.Inspect());
    Leased leased = lease();
    var event =
        new StepEvent(1, "look", StepEvent.State.RUNNING, "looking", Instant.ofEpochSecond(1));
    jobs.progress(runner, id, leased.lease().epoch(), List.of(event));
    jobs.progress(runner, id, leased.lease().epoch(), List.of(event));
    assertThat(jobs.steps(bench.org, id, 0, 0, 100))
        .extracting(RecordedStep::event)
        .containsExactly(event);
  }

  @Test
  void a_failure_that_may_pass_is_tried_again_and_the_last_one_stays() {
    JobId id = bench.request(new JobSpec.Inspect());
    var failure = new Failure("registry-away", "the registry does not answer", true);
    for (int attempt = 1; attempt <= 3; attempt++) {
      skipPause();
      Leased leased = lease();
      assertThat(leased.lease().attempt()).isEqualTo(attempt);
      var failed = new Event.Finish(leased.lease().epoch(), new Outcome.Failed(failure));
      jobs.said(runner, id, failed, Optional.empty());
    }
    assertThat(phase(id)).isInstanceOf(Phase.Failed.class);
  }
}
