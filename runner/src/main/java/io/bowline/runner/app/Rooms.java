package io.bowline.runner.app;

import io.bowline.runner.finding.Board;
import io.bowline.runner.host.Workspaces;
import io.bowline.runner.intake.DoableKinds;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.platform.Activity;
import io.bowline.runner.platform.StateFolder;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.JobKind;
import io.bowline.runner.work.Work;
import io.bowline.runner.work.WorkTerms;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes the rooms around the journal, each from what it needs.
@Singleton
public final class Rooms {

  @Produces
  @Singleton
  StateFolder stateFolder(RunnerSettings settings, Clock clock) {
    Path folder = settings.state().orElseGet(Rooms::usualFolder);
    try {
      return StateFolder.take(folder, clock.instant());
    } catch (IOException e) {
      throw new StartFailedException(
          "state folder " + folder + " cannot be used: " + e.getMessage(), e);
    } catch (StateFolder.HeldException e) {
      throw new StartFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  void release(@Disposes StateFolder folder) throws IOException {
    folder.close();
  }

  @Produces
  @Singleton
  JobJournal journal(StateFolder state) throws IOException {
    return JobJournal.open(new FolderDisk(state.room("journal")));
  }

  void close(@Disposes JobJournal journal) {
    journal.close();
  }

  @Produces
  @Singleton
  Workspaces workspaces(StateFolder state) throws IOException {
    return new Workspaces(state.room("workspaces"));
  }

  @Produces
  @Singleton
  Outbox outbox(JobJournal journal) {
    return new Outbox(journal);
  }

  @Produces
  @Singleton
  Board findings() {
    return new Board();
  }

  @Produces
  @Singleton
  Intake intake(JobJournal journal, Outbox outbox, RunnerSettings settings) {
    return new Intake(journal, outbox, settings.room());
  }

  @Produces
  @Singleton
  DoableKinds kinds(@All List<JobKind> kinds) {
    return new DoableKinds(handlers(kinds).keySet());
  }

  @Produces
  @Singleton
  Work work(
      Intake intake, JobJournal journal, Outbox outbox, @All List<JobKind> kinds, Clock clock) {
    return new Work(intake, journal, outbox, handlers(kinds), WorkTerms.usual(), clock);
  }

  @Produces
  @Singleton
  Activity working(Work work, RunnerSettings settings) {
    return new Working(work, settings);
  }

  private static Map<String, JobHandler> handlers(List<JobKind> kinds) {
    Map<String, JobHandler> handlers = new HashMap<>();
    for (JobKind kind : kinds) {
      if (handlers.put(kind.kind(), kind.handler()) != null) {
        throw new IllegalStateException("two handlers want the jobs of kind " + kind.kind());
      }
    }
    return handlers;
  }

  private static Path usualFolder() {
    String state = System.getenv().getOrDefault("XDG_STATE_HOME", "");
    Path base =
        state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return base.resolve("bowline").resolve("runner");
  }

  private record Working(Work work, RunnerSettings settings) implements Activity {
    @Override
    public int phase() {
      return WORKS;
    }

    @Override
    public void start() {
      work.start();
    }

    @Override
    public void stop() throws InterruptedException {
      work.stop(settings.stopWithin());
    }
  }
}
