package io.bowline.runner.host;

import io.bowline.runner.host.Ended.NotStarted;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Starts child processes, and sees to it that none outlives its command or the runner.
///
/// Each child gets a session of its own, led by a small shell script (`guard.sh`) that holds the
/// reading end of a pipe from this process. When the pipe ends, be it by `kill -9` of the runner,
/// the guard kills the whole group and whatever left it, so that no exit path of the JVM matters.
@Singleton
public final class Host {
  /// Shorter than an install's lease, so that no child goes on beside a runner that is frozen and
  /// is taken for dead by another one.
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Path SHELL = Path.of("/bin/sh");
  private static final String OWN_SESSION = "use POSIX; POSIX::setsid(); exec @ARGV or exit 127;";

  private final Set<Child> running = ConcurrentHashMap.newKeySet();
  private final AtomicLong count = new AtomicLong();
  private final Duration silence;
  private final String guard;
  private final String prefix;

  public Host() {
    this(SILENCE);
  }

  /// @param silence of this process after which its children are killed
  Host(Duration silence) {
    this.silence = silence;
    guard = guardScript();
    ProcessHandle self = ProcessHandle.current();
    prefix = self.pid() + "-" + System.nanoTime() + "-";
  }

  /// Runs a command to its end.
  ///
  /// @throws InterruptedException when the calling thread is interrupted; the child is dead then
  public Ended run(Command command) throws InterruptedException {
    return run(command, LineListener.none());
  }

  /// Runs a command to its end and hands on its lines as they come.
  ///
  /// @throws InterruptedException when the calling thread is interrupted; the child is dead then
  public Ended run(Command command, LineListener listener) throws InterruptedException {
    return switch (start(command, listener)) {
      case Started.Running(Child child) -> child.await();
      case Started.Refused(String reason) -> new NotStarted(reason);
    };
  }

  /// Starts a command; the caller has to `await` the child, and may `stop` it from anywhere.
  public Started start(Command command, LineListener listener) {
    if (!Files.isExecutable(command.program())) {
      return new Started.Refused(command.program() + " is not there or not executable");
    }
    if (!Files.isDirectory(command.folder())) {
      return new Started.Refused("working folder " + command.folder() + " is not there");
    }
    Optional<List<String>> leader = sessionLeader();
    if (leader.isEmpty()) {
      return new Started.Refused("neither setsid nor perl is on the path: install util-linux");
    }
    var builder = new ProcessBuilder(argv(leader.get(), command));
    builder.directory(command.folder().toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(ChildEnvironment.of(System.getenv(), command.environment(), command.folder()));
    try {
      var child = new Child(builder.start(), command.limits(), listener, beat(), running::remove);
      running.add(child);
      return new Started.Running(child);
    } catch (IOException e) {
      return new Started.Refused("cannot start " + command + ": " + e.getMessage());
    }
  }

  /// Kills every child at once: this runner may not act any more.
  public void killAll(String reason) {
    running.forEach(child -> child.kill(reason));
  }

  /// Where a program is on the runner's own PATH.
  public Optional<Path> find(String name) {
    for (String folder : Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1)) {
      Path candidate = folder.isEmpty() ? Path.of(name) : Path.of(folder, name);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toAbsolutePath());
      }
    }
    return Optional.empty();
  }

  private Duration beat() {
    return silence.dividedBy(6);
  }

  private List<String> argv(List<String> leader, Command command) {
    var argv = new ArrayList<>(leader);
    argv.addAll(List.of(SHELL.toString(), "-c", guard, "guard"));
    argv.add(prefix + count.incrementAndGet() + ".");
    argv.add(Long.toString(command.limits().addressSpaceBytes() >> 10));
    argv.add(Long.toString(silence.toSeconds()));
    argv.add(command.program().toString());
    argv.addAll(command.arguments());
    return argv;
  }

  private Optional<List<String>> sessionLeader() {
    return find("setsid")
        .map(setsid -> List.of(setsid.toString()))
        .or(() -> find("perl").map(perl -> List.of(perl.toString(), "-e", OWN_SESSION)));
  }

  private static String guardScript() {
    try (InputStream script = Host.class.getResourceAsStream("guard.sh")) {
      if (script == null) {
        throw new IllegalStateException("guard.sh is missing from the runner's own jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("guard.sh cannot be read from the runner's own jar", e);
    }
  }

  /// What came of a start.
  public sealed interface Started {
    record Running(Child child) implements Started {}

    record Refused(String reason) implements Started {}
  }
}
