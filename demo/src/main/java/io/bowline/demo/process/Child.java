package io.bowline.demo.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One process of the product, with its output in a file.
public final class Child implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final int LAST_LINES = 15;

  private final String name;
  private final Path log;
  private final Process process;

  private Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /// @param log for its output
  /// @param errors for what it says besides; may be the same file
  static Child start(
      Path log, Path errors, Path folder, List<String> command, Map<String, String> environment)
      throws IOException {
    String name = log.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
    var builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    // the launcher's own variables are no configuration of the product's processes
    builder.environment().keySet().removeIf(key -> key.startsWith("BOWLINE_"));
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    return new Child(name, log, builder.start());
  }

  public long id() {
    return process.pid();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /// Where its output is.
  public Path log() {
    return log;
  }

  /// Why it ended, for a person: the last lines of its output.
  public String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(its log " + log + " cannot be read)";
    }
  }

  /// Waits for its own end.
  ///
  /// @return its exit code
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /// Ends it as a power cut would; its children are its own to take along.
  public void kill() {
    process.destroyForcibly();
    awaitEnd(GRACE);
  }

  /// Asks it to stop, and sees that nothing of it is left.
  @Override
  public void close() {
    List<ProcessHandle> family;
    try (Stream<ProcessHandle> descendants = process.descendants()) {
      family = descendants.toList();
    }
    process.destroy();
    if (!awaitEnd(GRACE)) {
      process.destroyForcibly();
      awaitEnd(GRACE);
    }
    family.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }

  private boolean awaitEnd(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
