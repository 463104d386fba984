package io.bowline.runner.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.job.Outcome;
import io.bowline.runner.host.Child;
import io.bowline.runner.host.ChildJvm;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Limits;
import io.bowline.runner.host.Processes;
import io.bowline.runner.journal.Disk;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.PassingDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A runner in a process of its own, killed with SIGKILL just before each record of its journal in
/// turn, and started again.
@Timeout(600)
class KilledRunnerTest {
  private static final Limits LIMITS = Limits.within(Duration.ofMinutes(2));

  @TempDir Path folder;

  /// The runner that is killed: says its process id, then stops before the given record.
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws Exception {
      Path state = Path.of(arguments[0]);
      var disk = new StoppingDisk(new FolderDisk(state), Integer.parseInt(arguments[2]));
      var runner =
          new RunnerUnderTest(
              disk,
              Map.of("uninstall", new StepsOfAWorld(Path.of(arguments[1]))),
              WorkTerms.usual());
      if (runner.intake.inFlight().isEmpty()) {
        runner.offer(1, 1);
      }
      runner.result();
      runner.ackAll();
      System.out.println("over after " + disk.records.get());
    }
  }

  /// Waits for its end instead of writing the record of this number.
  private static final class StoppingDisk extends PassingDisk {
    private final int stopAt;
    private final AtomicInteger records = new AtomicInteger();

    StoppingDisk(Disk disk, int stopAt) {
      super(disk);
      this.stopAt = stopAt;
    }

    @Override
    public DiskFile open(String name) throws IOException {
      return new PassingFile(super.open(name)) {
        @Override
        public void append(byte[] bytes) throws IOException {
          if (records.incrementAndGet() == stopAt) {
            System.out.println("kill " + ProcessHandle.current().pid());
            awaitDeath();
          }
          super.append(bytes);
        }
      };
    }

    private static void awaitDeath() throws IOException {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void itGoesOnWithoutASecondEffectAndItsChildrenDieWithIt() throws Exception {
    boolean killed = true;
    for (int at = 2; killed; at++) {
      Path state = folder.resolve("state-" + at);
      Path world = Files.createDirectory(folder.resolve("world-" + at));
      killed = runAndKill(state, world, at);
      assertThat(
              Files.exists(world.resolve("pids"))
                  ? Files.readAllLines(world.resolve("pids"))
                  : List.<String>of())
          .allSatisfy(pid ->
              assertThat(Processes.endsWithin(Long.parseLong(pid), Duration.ofSeconds(2)))
                  .isTrue());
      finish(state, world, killed);
      for (String step : StepsOfAWorld.STEPS) {
        assertThat(world.resolve(step)).as("killed at record %d", at).hasContent("took effect");
      }
      assertThat(at).isLessThan(40);
    }
  }

  /// Whether it had to be killed; it ends by itself when there are fewer records.
  private boolean runAndKill(Path state, Path world, int at) throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    var victim =
        new ChildJvm(
                Victim.class,
                List.of("-Xmx48m"),
                List.of(state.toString(), world.toString(), Integer.toString(at)))
            .command(folder, LIMITS);
    var started = new Host().start(victim, (_, line) -> lines.add(line));
    Child child = ((Host.Started.Running) started).child();
    String line = next(lines);
    if (line.startsWith("kill ")) {
      ProcessHandle.of(Long.parseLong(line.substring(5))).orElseThrow().destroyForcibly();
    }
    child.await();
    return line.startsWith("kill ");
  }

  /// The next word of the victim itself; the JVM may have warnings to print.
  private static String next(BlockingQueue<String> lines) throws InterruptedException {
    while (true) {
      String line = String.valueOf(lines.poll(60, TimeUnit.SECONDS));
      if (line.startsWith("kill ") || line.startsWith("over ") || line.equals("null")) {
        return line;
      }
    }
  }

  /// The next process, which is not killed; the control plane offers again what nobody holds.
  private static void finish(Path state, Path world, boolean killed) throws Exception {
    var runner =
        new RunnerUnderTest(
            new FolderDisk(state),
            Map.of("uninstall", new StepsOfAWorld(world)),
            WorkTerms.usual());
    if (!killed) {
      assertThat(runner.intake.inFlight()).isEmpty();
      return;
    }
    if (runner.intake.inFlight().isEmpty()) {
      runner.offer(2, 1);
    }
    assertThat(runner.result().outcome()).isEqualTo(new Outcome.Done());
    runner.ackAll();
    assertThat(runner.intake.inFlight()).isEmpty();
    runner.work.stop(Duration.ZERO);
  }
}
