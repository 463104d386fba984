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
  public synchronized Child start(
      String name, List<String> command, Map<String, String> environment) throws IOException {
    if (closed) {
      throw new IOException("the demo is ending");
    }
    if (keeper.isEmpty()) {
      keeper = Optional.of(Keeper.watch(folder, temporary));
    }
    Files.createDirectories(logs());
    Child child = Child.start(name, logs().resolve(name + ".log"), folder, command, environment);
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
