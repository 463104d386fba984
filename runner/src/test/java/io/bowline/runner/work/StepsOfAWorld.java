package io.bowline.runner.work;

import io.bowline.model.job.JobReport;
import io.bowline.runner.host.Child;
import io.bowline.runner.host.Command;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Limits;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.work.StepJournal.Before;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A job of three steps, each with a child process at its side, whose effects are lines in files: a
/// step that took effect twice has two of them.
record StepsOfAWorld(Path world) implements JobHandler {
  static final List<String> STEPS = List.of("images", "broker", "connector");

  @Override
  public JobEnd handle(
      Assignment assignment, Progress progress, Cancellation cancellation, StepJournal steps)
      throws InterruptedException {
    for (String step : STEPS) {
      Before before = steps.before(step);
      if (before instanceof Before.Never) {
        steps.starting(step, "");
      }
      if (!(before instanceof Before.Done)) {
        actBesideAChild(step);
        steps.done(step, "ok");
      }
    }
    return JobEnd.done(new JobReport.Nothing());
  }

  private void actBesideAChild(String step) throws InterruptedException {
    var ready = new CountDownLatch(1);
    var command =
        new Command(
            Path.of("/bin/sh"),
            List.of("-c", "echo $$ >> pids; echo ready; exec sleep 300"),
            world,
            Limits.within(Duration.ofMinutes(5)));
    Host.Started started = new Host().start(command, (_, _) -> ready.countDown());
    if (!(started instanceof Host.Started.Running(Child child))) {
      throw new IllegalStateException("no child: " + started);
    }
    ready.await();
    if (!Files.exists(world.resolve(step))) {
      line(world.resolve(step), "took effect");
    }
    child.stop("done");
    child.await();
  }

  static void line(Path file, String text) {
    try {
      Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
