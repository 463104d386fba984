package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.JobId;
import io.bowline.model.id.PlanId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.proto.codec.FromRunner;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.link.CutLine;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.work.Work;
import io.bowline.runner.work.WorkTerms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Work that was asked for while the runner was away reaches it over a line that breaks whenever it
/// can, and is done once: counted by the API server and by the registry of the account.
@Timeout(300)
class QueuedOnceTest {
  private static final JobId PLANNING = new JobId(new UUID(3, 1));
  private static final JobId APPLYING = new JobId(new UUID(3, 2));

  @TempDir private Path folder;

  @Test
  @Tag("C14.queued-applied-once")
  void whatWaitedForTheRunnerIsAppliedOnceHoweverOftenTheLineBreaks() throws Exception {
    try (var place = SimulatedPlace.start(folder.resolve("place"))) {
      List<String> broken;
      try (var story = new PlanStory(place.place(), folder.resolve("broken"))) {
        overABreakingLine(story);
        broken = effects(place, story);
      }
      assertThat(uploads(place)).isNotEmpty().allSatisfy((_, times) -> assertThat(times).isOne());
      place.account().requests().clear();
      try (var story = new PlanStory(place.place(), folder.resolve("whole"))) {
        assertThat(story.rollOut(publish(story)).outcome()).isEqualTo(new Outcome.Done());
        assertThat(broken).isNotEmpty().isEqualTo(effects(place, story));
      }
    }
  }

  private static Digest publish(PlanStory story) throws IOException {
    return story.publish(
        "v1",
        desk -> {
          // children of their own (Helm, Terraform) have such tests of their own
          for (String component : List.of("topics", "broker", "connector")) {
            desk.without(component);
          }
        });
  }

  private void overABreakingLine(PlanStory story) throws Exception {
    var journal = JobJournal.open(new FolderDisk(folder.resolve("journal")));
    var outbox = new Outbox(journal);
    var intake = new Intake(journal, outbox, 4);
    var work =
        new Work(
            intake, journal, outbox, story.handlers(), WorkTerms.usual(), InstantSource.system());
    work.start();
    var plan =
        new JobSpec.MakePlan(
            new PlanId(new UUID(7, 1)), "acme/streaming", publish(story), 1, Map.of());
    try (var line = new CutLine(folder, intake, outbox)) {
      line.connect(); // the job was there before the runner was
      var planned = (JobReport.Planned) done(line, PLANNING, plan);
      var apply =
          new JobSpec.ApplyPlan(planned.plan().id(), planned.plan().digest(), Optional.empty());
      done(line, APPLYING, apply);
      assertThat(intake.inFlight()).isEmpty();
    } finally {
      work.stop(Duration.ofSeconds(30));
    }
  }

  /// Offers a job, again and again under newer epochs, with the line cut at each word about it.
  private static JobReport done(CutLine line, JobId job, JobSpec spec) throws Exception {
    line.offer(job, 1, spec);
    line.hear(FromRunner.Accepted.class);
    line.cut(); // nobody heard that it was taken
    line.offer(job, 2, spec);
    line.hear(FromRunner.Progress.class);
    line.cut(); // in the middle of the work
    line.offer(job, 3, spec);
    line.hear(FromRunner.Result.class);
    line.cut(); // nobody heard the result
    line.offer(job, 4, spec);
    FromRunner.Result result = line.hear(FromRunner.Result.class);
    while (result.epoch() < 4) {
      result = line.hear(FromRunner.Result.class);
    }
    line.cut();
    result = line.hearAndAck(FromRunner.Result.class);
    while (result.epoch() < 4) {
      result = line.hearAndAck(FromRunner.Result.class);
    }
    assertThat(result.outcome()).isEqualTo(new Outcome.Done());
    line.settled(job, spec);
    return result.report();
  }

  /// Every write to the cluster that took effect, in its order.
  private static List<String> effects(SimulatedPlace place, PlanStory story) {
    return place.account().requests().effects().stream()
        .map(asked -> asked.method() + " " + asked.path())
        .filter(effect -> effect.contains(story.install.namespace()))
        .map(effect -> effect.replace(story.install.namespace(), "NAMESPACE"))
        .toList();
  }

  /// How often each manifest and each blob was written to the customer's registry.
  private static Map<String, Integer> uploads(SimulatedPlace place) {
    var times = new TreeMap<String, Integer>();
    place.account().registry().log().entries().stream()
        .filter(asked -> asked.method().equals("PUT") && asked.status() == 201)
        .map(asked -> asked.path().replaceAll("/uploads/[^?]*", "/uploads/x"))
        .forEach(path -> times.merge(path, 1, Integer::sum));
    return times;
  }
}
