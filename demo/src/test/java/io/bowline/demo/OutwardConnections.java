package io.bowline.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Looks many times a second whom a process is connected to, by the kernel's own tables; what came
/// in through one of its listeners does not count.
final class OutwardConnections implements AutoCloseable {
  private static final long PAUSE_MILLIS = 20;
  private static final String LISTENING = "0A";
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private final CountDownLatch over = new CountDownLatch(1);
  private final LongSupplier process;
  private final Thread watcher;
  private final Set<Integer> listeners = new HashSet<>();
  private final Set<Integer> remotes = new HashSet<>();

  private OutwardConnections(LongSupplier process) {
    this.process = process;
    watcher = Thread.ofPlatform().daemon().name("outward").start(this::watch);
  }

  /// @param process its id; 0 or less while it is not there
  static OutwardConnections watching(LongSupplier process) {
    return new OutwardConnections(process);
  }

  /// Ends the watch.
  ///
  /// @return the ports that it was connected to, but for listeners of its own
  Set<Integer> ports() throws InterruptedException {
    close();
    watcher.join();
    Set<Integer> outward = new HashSet<>(remotes);
    outward.removeAll(listeners);
    return outward;
  }

  @Override
  public void close() {
    over.countDown();
  }

  private void watch() {
    try {
      do {
        long id = process.getAsLong();
        if (id > 0) {
          look(Path.of("/proc", Long.toString(id)));
        }
      } while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException("the kernel's tables cannot be read", e);
    }
  }

  private void look(Path proc) throws IOException {
    Set<String> sockets = sockets(proc.resolve("fd"));
    for (String table : List.of("tcp", "tcp6")) {
      try (Stream<String> lines = Files.lines(Path.of("/proc/net").resolve(table))) {
        lines
            .skip(1)
            .map(line -> line.strip().split("\\s+"))
            .filter(row -> sockets.contains("socket:[" + row[INODE] + "]"))
            .forEach(this::take);
      }
    }
  }

  private void take(String[] row) {
    int local = port(row[LOCAL]);
    if (row[STATE].equals(LISTENING)) {
      listeners.add(local);
    } else if (!listeners.contains(local)) {
      remotes.add(port(row[REMOTE]));
    }
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }

  private static Set<String> sockets(Path folder) throws IOException {
    Set<String> found = new HashSet<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder)) {
      for (Path descriptor : descriptors) {
        add(descriptor, found);
      }
    } catch (NoSuchFileException e) {
      return Set.of(); // the process is gone
    }
    return found;
  }

  private static void add(Path descriptor, Set<String> found) throws IOException {
    try {
      found.add(Files.readSymbolicLink(descriptor).toString());
    } catch (NoSuchFileException e) {
      // closed since it was listed
      return;
    }
  }
}
