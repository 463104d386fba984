package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A demo in a process of its own, as the launcher starts it, to be ended by others.
final class RunningDemo implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Path ROOT =
      Path.of(System.getProperty("bowline.root", "..")).toAbsolutePath().normalize();

  private final Process process;
  private final BufferedReader output;
  private final List<String> said = new ArrayList<>();

  private RunningDemo(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    Thread.ofVirtual().name("demo-limit").start(this::endAtTheLimit);
  }

  /// A demo that does not end fails its test, and not the whole run.
  private void endAtTheLimit() {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @param temporary where it makes its folder when it is not told of one
  static RunningDemo start(Path temporary, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    // a run in the background ignores Ctrl-C, and what it starts would inherit that
    command.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Demo.class.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("BOWLINE_ROOT", ROOT.toString());
    return new RunningDemo(builder.start());
  }

  /// Whether the programs that a demo starts have been built.
  static boolean isBuilt() {
    return Stream.of("control-plane", "runner")
        .allMatch(
            module -> Files.exists(ROOT.resolve(module + "/target/quarkus-app/quarkus-run.jar")));
  }

  /// Reads until a line starts so.
  void awaitLine(String start) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.startsWith(start)) {
        return;
      }
    }
    throw new AssertionError("the demo ended before it said '" + start + "': " + said);
  }

  /// Waits until a file is there.
  void awaitFile(Path file) throws IOException, InterruptedException {
    Patience.until(
        file.toString(),
        LONG,
        () -> {
          assertThat(process.isAlive()).as("the demo lives").isTrue();
          return Files.exists(file) ? Optional.of(file) : Optional.empty();
        });
  }

  /// Sends a signal: `INT` is what Ctrl-C is, `KILL` is what cannot be seen coming.
  void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid());
    assertThat(kill.start().waitFor()).isZero();
  }

  /// Waits for the end.
  ///
  /// @return all that it said
  String ended() throws IOException, InterruptedException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
    }
    assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as("it ended").isTrue();
    return String.join("\n", said);
  }

  /// Sees every process go that works in a folder or was told of it.
  static void awaitNobodyIn(Path folder) throws IOException, InterruptedException {
    var last = new ArrayList<String>();
    try {
      Patience.until(
          "the end of every process",
          Duration.ofSeconds(60),
          () -> {
            last.clear();
            last.addAll(processesOf(folder.toRealPath()));
            return last.isEmpty() ? Optional.of(true) : Optional.empty();
          });
    } catch (StepFailed e) {
      throw new AssertionError("still alive: " + last, e);
    }
  }

  /// Those that are alive, with their command lines.
  static List<String> processesOf(Path folder) throws IOException {
    var found = new ArrayList<String>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path each : all.filter(path -> path.toString().matches("/proc/\\d+")).toList()) {
        about(each, folder).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<String> about(Path process, Path folder) {
    try {
      if (process.getFileName().toString().equals("" + ProcessHandle.current().pid())) {
        return Optional.empty();
      }
      String line =
          Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
              .replace('\0', ' ');
      boolean inside = Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
      return inside || line.contains(folder.toString())
          ? Optional.of(process.getFileName() + " " + line)
          : Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      // it ended while it was looked at, or is somebody else's
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
