package io.bowline.control.edge.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.platform.event.QuickEvents;
import io.bowline.control.platform.event.store.Ear;
import io.bowline.control.platform.store.OwnDatabase;
import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.Phase;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.HeldJob;
import io.bowline.proto.codec.ToRunner;
import io.grpc.StatusException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The database goes away in the middle of a job's life and comes back: nobody restarts the
/// process.
@Timeout(600)
class DatabaseRestartTest {
  @TempDir Path folder;

  @Test
  void aStreamGoesOnWhenTheDatabaseHasCutEveryConnection() throws Exception {
    try (var database = OwnDatabase.start(folder);
        var link = bench(database);
        var ear =
            new Ear(database.database(), link.hints, new QuickEvents(Duration.ofMillis(300)))) {
      ear.open();
      TestRunner runner = link.enrolled();
      try (TestRunner.Stream stream = runner.connected()) {
        JobId job = link.bench.request(new JobSpec.Inspect());
        ToRunner.Offer offer = stream.await(ToRunner.Offer.class);
        long accepted = stream.say(new FromRunner.Accepted(job, offer.epoch()));
        stream.await(frame -> frame.ack() >= accepted);

        assertThat(database.cutEverybody()).isPositive();

        long said = stream.say(result(job, offer.epoch()));
        stream.await(frame -> frame.ack() >= said);
        assertThat(phase(link, job)).isInstanceOf(Phase.Succeeded.class);
        JobId next = link.bench.request(new JobSpec.Inspect());
        assertThat(stream.await(ToRunner.Offer.class).job())
            .as("on the same stream, told by a database that is heard again")
            .isEqualTo(next);
      }
    }
  }

  @Test
  void aServerThatWasKilledIsStartedAgainAndTheJobEndsWithItsResult() throws Exception {
    try (var database = OwnDatabase.start(folder);
        var link = bench(database);
        var ear =
            new Ear(database.database(), link.hints, new QuickEvents(Duration.ofMillis(300)))) {
      ear.open();
      TestRunner runner = link.enrolled();
      JobId before = link.bench.request(new JobSpec.Inspect());
      JobId job;
      long epoch;
      try (TestRunner.Stream stream = runner.connected()) {
        ToRunner.Offer first = stream.await(ToRunner.Offer.class);
        long done = stream.say(result(before, first.epoch()));
        stream.await(frame -> frame.ack() >= done);
        job = link.bench.request(new JobSpec.Inspect());
        epoch = stream.await(ToRunner.Offer.class).epoch();
        long accepted = stream.say(new FromRunner.Accepted(job, epoch));
        stream.await(frame -> frame.ack() >= accepted);

        database.killServer();
      }
      resultIsTaken(runner, job, epoch);
      assertThat(phase(link, job)).isInstanceOf(Phase.Succeeded.class);
      assertThat(phase(link, before)).isInstanceOf(Phase.Succeeded.class);
      JobId next = link.bench.request(new JobSpec.Inspect());
      try (TestRunner.Stream stream = runner.connected()) {
        assertThat(stream.await(ToRunner.Offer.class).job()).isEqualTo(next);
      }
    }
  }

  /// As a runner does: comes back until it is let in and its result is acknowledged.
  private static void resultIsTaken(TestRunner runner, JobId job, long epoch) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    var pause = new CountDownLatch(1);
    while (true) {
      try (TestRunner.Stream stream = runner.connected(new HeldJob(job, epoch))) {
        long said = stream.say(result(job, epoch));
        stream.await(frame -> frame.ack() >= said);
        return;
      } catch (StatusException e) {
        assertThat(System.nanoTime()).as("still refused: %s", e).isLessThan(deadline);
        pause.await(200, TimeUnit.MILLISECONDS);
      }
    }
  }

  private static FromRunner result(JobId job, long epoch) {
    return new FromRunner.Result(
        job, epoch, new Outcome.Done(), new JobReport.Inspected(Optional.empty(), List.of()));
  }

  private static Phase phase(LinkBench link, JobId job) {
    return link.bench.jobs.find(link.bench.org, job).orElseThrow().phase();
  }

  private static LinkBench bench(OwnDatabase database) {
    Clock clock = Clock.systemUTC();
    return new LinkBench(clock, new Buckets(10_000, clock), database.database().transactions());
  }
}
