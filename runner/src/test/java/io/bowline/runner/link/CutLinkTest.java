package io.bowline.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.proto.codec.Framed;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.ToRunner;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.outbox.Report;
import io.bowline.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The stream is cut after each report of a job, with each of them acknowledged or not: what was
/// acknowledged is not said again, and all the rest is, in order.
@Timeout(120)
class CutLinkTest {
  private static final long EPOCH = 3;

  @TempDir private Path folder;

  private final FakeClock clock = new FakeClock(Clock.systemUTC().instant());
  private TestControl control;
  private Intake intake;
  private Outbox outbox;
  private Link link;

  @BeforeEach
  void open() throws IOException {
    control = new TestControl(clock);
    JobJournal journal = JobJournal.open(new FolderDisk(folder.resolve("journal")));
    outbox = new Outbox(journal);
    intake = new Intake(journal, outbox, 64);
    link = control.link(folder, clock, intake, outbox, Egress.ofEverythingDeclared());
    link.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    link.stop();
    control.close();
  }

  @Test
  void whereverTheStreamIsCutNothingIsLostAndNothingAcknowledgedIsSaidAgain() throws Exception {
    TestControl.Stream stream = control.welcomed();
    int all = reports(new JobId(new UUID(1, 1))).size();
    for (int said = 1; said <= all; said++) {
      for (int acked = 0; acked <= said; acked++) {
        stream = cut(stream, new JobId(new UUID(said, acked)), said, acked);
      }
    }
    assertThat(outbox.after(0)).isEmpty();
    assertThat(intake.inFlight()).isEmpty();
  }

  /// One job, with a cut in its life.
  ///
  /// @return the stream after the cut
  private TestControl.Stream cut(TestControl.Stream stream, JobId job, int said, int acked)
      throws Exception {
    List<Report> reports = reports(job);
    stream.say(new ToRunner.Offer(job, EPOCH, 1, new JobSpec.Inspect(), ""));
    var heard = new ArrayList<Framed<FromRunner>>();
    heard.add(awaitReport(stream, job));
    for (Report report : reports.subList(1, said)) {
      outbox.add(report);
      heard.add(awaitReport(stream, job));
    }
    assertThat(bodies(heard)).isEqualTo(frames(reports.subList(0, said)));
    if (acked > 0) {
      ack(stream, job, heard.get(acked - 1).sequence());
    }
    clock.advance(Duration.ofSeconds(61)); // so that no pause grows with the number of cuts
    stream.end(TestControl.refusal(LinkRefusal.DRAINING));

    reports.subList(said, reports.size()).forEach(outbox::add);
    TestControl.Stream next = control.welcomed();
    var again = new ArrayList<Framed<FromRunner>>();
    for (int left = reports.size() - acked; left > 0; left--) {
      again.add(awaitReport(next, job));
    }
    assertThat(bodies(again))
        .as("cut after %d of %d, %d acknowledged", said, reports.size(), acked)
        .isEqualTo(frames(reports.subList(acked, reports.size())));
    if (!again.isEmpty()) {
      ack(next, job, again.getLast().sequence());
    }
    assertThat(outbox.after(0)).isEmpty();
    return next;
  }

  /// Everything that is said about a job; the first by taking it.
  private List<Report> reports(JobId job) {
    return List.of(
        new Report.Accepted(job, EPOCH),
        progress(job, 1),
        progress(job, 2),
        new Report.Result(job, EPOCH, new Outcome.Done(), new JobReport.Nothing()));
  }

  private Report progress(JobId job, long number) {
    var event = new StepEvent(number, "look", StepEvent.State.RUNNING, "at work", clock.instant());
    return new Report.Progress(job, EPOCH, List.of(event));
  }

  /// Acknowledges, and waits until the runner has taken that in: it answers what comes after it.
  private static void ack(TestControl.Stream stream, JobId job, long frame) throws Exception {
    stream.ack = frame;
    stream.say(new ToRunner.Acknowledged());
    stream.say(new ToRunner.Offer(job, EPOCH - 1, 1, new JobSpec.Inspect(), ""));
    stream.await(FromRunner.Declined.class);
  }

  private static Framed<FromRunner> awaitReport(TestControl.Stream stream, JobId job)
      throws InterruptedException {
    return stream.await(frame ->
        switch (frame.body()) {
          case FromRunner.Accepted accepted -> accepted.job().equals(job);
          case FromRunner.Progress progress -> progress.job().equals(job);
          case FromRunner.Result result -> result.job().equals(job);
          case FromRunner.Hello _,
              FromRunner.Declined _,
              FromRunner.UnreadableResult _,
              FromRunner.Heartbeat _,
              FromRunner.State _,
              FromRunner.Findings _,
              FromRunner.Readiness _,
              FromRunner.Leaving _ ->
              false;
        });
  }

  private static List<FromRunner> bodies(List<Framed<FromRunner>> frames) {
    return frames.stream().map(Framed::body).toList();
  }

  private static List<FromRunner> frames(List<Report> reports) {
    return reports.stream().map(Reports::frame).toList();
  }
}
