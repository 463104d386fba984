package io.bowline.control.edge.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.job.JobRecord;
import io.bowline.model.finding.FindingReport;
import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.model.probe.Check;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.HeldJob;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.ToRunner;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// Every word of a runner that names a job, said about the job of another organization and of
/// another install: nothing happens to it. The words are those of the protocol, so that a new one
/// has to be added here.
@Timeout(300)
@Tag("C5.tenant-matrix")
class OtherPeoplesJobsTest {
  private static final LinkBench VICTIM = new LinkBench(Clock.systemUTC());

  @AfterAll
  static void close() {
    VICTIM.close();
  }

  @TestFactory
  Stream<DynamicTest> whateverARunnerSaysAboutAJobThatIsNotItsOwnChangesNothing() {
    return Stream.of(FromRunner.class.getPermittedSubclasses())
        .flatMap(word ->
            Stream.of("organization", "install")
                .map(whose ->
                    DynamicTest.dynamicTest(
                        word.getSimpleName() + " about the job of another " + whose,
                        () -> said(word.getSimpleName(), whose))));
  }

  private static void said(String word, String whose) throws Exception {
    TestRunner owner = VICTIM.enrolled();
    JobId job = VICTIM.bench.request(new JobSpec.Inspect());
    try (LinkBench elsewhere = new LinkBench(Clock.systemUTC());
        TestRunner.Stream own = owner.connected()) {
      VICTIM.hints.sweep();
      ToRunner.Offer offer = own.await(ToRunner.Offer.class);
      long accepted = own.say(new FromRunner.Accepted(job, offer.epoch()));
      own.await(frame -> frame.ack() >= accepted);
      JobRecord before = now(job);
      int history = VICTIM.bench.jobs.history(VICTIM.bench.org, job).size();

      TestRunner stranger = stranger(elsewhere, whose);
      say(stranger, word, job, offer.epoch());

      JobRecord after = now(job);
      assertThat(after.phase().getClass()).isEqualTo(before.phase().getClass());
      assertThat(after.report()).isEqualTo(before.report());
      assertThat(VICTIM.bench.jobs.history(VICTIM.bench.org, job)).hasSize(history);
      assertThat(VICTIM.bench.jobs.steps(VICTIM.bench.org, job, 0, 0, 10)).isEmpty();
      long done =
          own.say(
              new FromRunner.Result(
                  job, offer.epoch(), new Outcome.Done(), new JobReport.Nothing()));
      own.await(frame -> frame.ack() >= done);
    }
  }

  private static TestRunner stranger(LinkBench elsewhere, String whose) {
    if (whose.equals("organization")) {
      return elsewhere.enrolled().at(VICTIM.port());
    }
    var neighbour = new TestRunner(VICTIM.port(), LinkBench.AUTHORITY.bundle());
    String name = "n" + VICTIM.bench.ids.get().toString().replace("-", "").substring(12);
    neighbour.enroll(VICTIM.token(VICTIM.bench.install(name).id(), "").text());
    return neighbour;
  }

  private static void say(TestRunner stranger, String word, JobId job, long epoch)
      throws Exception {
    var held = List.of(new HeldJob(job, epoch));
    if (word.equals("Hello")) {
      try (TestRunner.Stream stream = stranger.silent()) {
        stream.say(TestRunner.hello(LinkProtocol.CAPABILITIES, held.getFirst()));
        stream.await(ToRunner.Welcome.class);
      }
      return;
    }
    try (TestRunner.Stream stream = stranger.connected()) {
      long said =
          stream.say(
              switch (word) {
                case "Accepted" -> new FromRunner.Accepted(job, epoch);
                case "Declined" -> new FromRunner.Declined(job, epoch, "mine now");
                case "Progress" ->
                    new FromRunner.Progress(
                        job,
                        epoch,
                        List.of(
                            new StepEvent(
                                1, "theirs", StepEvent.State.FAILED, "!", Instant.EPOCH)));
                case "Result" ->
                    new FromRunner.Result(
                        job, epoch, new Outcome.Done(), new JobReport.Uninstalled(List.of("all")));
                // what cannot be read is written by newer runners only; it is a result all the same
                case "UnreadableResult" ->
                    new FromRunner.Result(
                        job, epoch, new Outcome.Unclear("?"), new JobReport.Nothing());
                case "Heartbeat" -> new FromRunner.Heartbeat(Optional.of(HeldJob.digest(held)), 4);
                case "State" -> new FromRunner.State(held);
                case "Findings" -> new FromRunner.Findings(new FindingReport(List.of(), 1));
                case "Readiness" ->
                    new FromRunner.Readiness(List.of(Check.failed("storage-class", "None.")));
                case "Leaving" -> new FromRunner.Leaving("done here");
                default -> throw new IllegalStateException("a new word of runners: " + word);
              });
      if (!word.equals("Leaving")) {
        stream.await(frame -> frame.ack() >= said || frame.body() instanceof ToRunner.StateWanted);
      }
    }
  }

  private static JobRecord now(JobId job) {
    return VICTIM.bench.jobs.find(VICTIM.bench.org, job).orElseThrow();
  }
}
