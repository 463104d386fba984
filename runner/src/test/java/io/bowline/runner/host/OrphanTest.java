package io.bowline.runner.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A runner killed by `kill -9` takes its children with it.
class OrphanTest {
  private static final Limits LIMITS = Limits.within(Duration.ofMinutes(2));
  private static final String FAMILY =
      "trap '' TERM; sleep 300 & echo $!; setsid sleep 300 & echo $!; echo $$; wait; wait";

  @TempDir Path folder;

  /// Stands for the runner: starts a family of processes and waits.
  static final class Runner {
    private Runner() {}

    public static void main(String[] arguments) throws InterruptedException {
      Path folder = Path.of(arguments[0]);
      new Host()
          .run(
              new Command(Path.of("/bin/sh"), List.of("-c", FAMILY), folder, LIMITS),
              (_, line) -> System.out.println(line));
    }
  }

  @Test
  void noChildLivesTwoSecondsAfterTheRunnerWasKilled() throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Command runner =
        new ChildJvm(Runner.class, List.of("-Xmx32m"), List.of(folder.toString()))
            .command(folder, LIMITS);
    var started = new Host().start(runner, (_, line) -> lines.add(line));
    Child child = ((Host.Started.Running) started).child();
    var family = new ArrayList<Long>();
    for (int i = 0; i < 3; i++) {
      family.add(Long.valueOf(String.valueOf(lines.poll(60, TimeUnit.SECONDS))));
    }
    ProcessHandle jvm =
        ProcessHandle.of(child.group())
            .orElseThrow()
            .children()
            .filter(p -> p.info().command().orElse("").endsWith("java"))
            .findFirst()
            .orElseThrow();
    jvm.destroyForcibly();
    assertThat(family)
        .allSatisfy(pid -> assertThat(Processes.endsWithin(pid, Duration.ofSeconds(2))).isTrue());
    child.await();
  }

  /// Stands for a runner that freezes: it starts a child and hears no more.
  static final class Frozen {
    private Frozen() {}

    public static void main(String[] arguments) throws InterruptedException {
      var host = new Host(Duration.ofSeconds(5));
      host.run(
          new Command(
              Path.of("/bin/sh"),
              List.of("-c", "echo $PPID; echo $$; exec sleep 300"),
              Path.of(arguments[0]),
              LIMITS),
          (_, line) -> System.out.println(line));
    }
  }

  @Test
  void noChildOutlivesTheSilenceOfAFrozenRunner() throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Command runner =
        new ChildJvm(Frozen.class, List.of("-Xmx32m"), List.of(folder.toString()))
            .command(folder, LIMITS);
    var started = new Host().start(runner, (_, line) -> lines.add(line));
    Child child = ((Host.Started.Running) started).child();
    String _ = lines.poll(60, TimeUnit.SECONDS);
    long sleeping = Long.parseLong(String.valueOf(lines.poll(60, TimeUnit.SECONDS)));
    assertThat(Processes.endsWithin(sleeping, Duration.ofSeconds(8)))
        .as("lives as long as it hears of the runner")
        .isFalse();
    long jvm =
        ProcessHandle.of(child.group())
            .orElseThrow()
            .children()
            .filter(p -> p.info().command().orElse("").endsWith("java"))
            .findFirst()
            .orElseThrow()
            .pid();
    Ended ended =
        new Host()
            .run(
                new Command(
                    Path.of("/bin/sh"), List.of("-c", "kill -s STOP " + jvm), folder, LIMITS));
    assertThat(ended).isInstanceOf(Ended.Exited.class);
    assertThat(Processes.endsWithin(sleeping, Duration.ofSeconds(60))).isTrue();
    child.stop("seen");
    child.await();
  }
}
