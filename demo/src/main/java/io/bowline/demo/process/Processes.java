package io.bowline.demo.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that one demo has started. Closing it ends them all, the last started first; nothing
/// can be started afterwards, so that an end in the middle of a start leaves nothing behind.
public final class Processes implements AutoCloseable {
  private final Path folder;
  private final boolean temporary;
  private final Roll roll;
  private final Deque<Child> running = new ArrayDeque<>();
  private Optional<Keeper> keeper = Optional.empty();
  private boolean closed;

  /// @param folder that every process is told of
  /// @param temporary whether it goes when the demo is killed
  public Processes(Path folder, boolean temporary) {
    this.folder = folder;
    this.temporary = temporary;
    this.roll = new Roll(folder);
  }

  /// Where each process writes its log.
  public Path logs() {
    return folder.resolve("logs");
  }

  /// Starts a process.
  ///
  /// @param environment added to this process's own
  /// @throws IOException also when everything has been ended
  public Child start(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    Path log = logs().resolve(name + ".log");
    return start(log, log, command, environment);
  }

  /// How a process ended, and what it said.
  public record Ended(int code, String out, String err) {}

  /// Runs a process to its end.
  public Ended run(String name, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path out = logs().resolve(name + ".out");
    Path err = logs().resolve(name + ".log");
    Child child = start(out, err, command, environment);
    int code = child.awaitEnd();
    synchronized (this) {
      running.remove(child);
    }
    return new Ended(code, Files.readString(out), Files.readString(err));
  }

  private synchronized Child start(
      Path log, Path errors, List<String> command, Map<String, String> environment)
      throws IOException {
    if (closed) {
      throw new IOException("the demo is ending");
    }
    if (keeper.isEmpty()) {
      keeper = Optional.of(Keeper.watch(folder, temporary));
    }
    Files.createDirectories(logs());
    Child child = Child.start(log, errors, folder, command, environment);
    running.push(child);
    keeper.get().started(child.id());
    roll.note(child.handle());
    return child;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!running.isEmpty()) {
      running.pop().close();
    }
    keeper.ifPresent(Keeper::close);
    keeper = Optional.empty();
  }
}
