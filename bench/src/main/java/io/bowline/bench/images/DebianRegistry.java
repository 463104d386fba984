package io.bowline.bench.images;

import io.bowline.demo.process.Child;
import io.bowline.demo.process.Processes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Debian's docker-registry in a process of its own, on an empty folder, which goes with it.
public final class DebianRegistry implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final long BETWEEN_LOOKS_NANOS = 5_000_000;

  private final Child process;
  private final Path folder;
  private final URI address;

  private DebianRegistry(Child process, Path folder, URI address) {
    this.process = process;
    this.folder = folder;
    this.address = address;
  }

  /// Starts one and waits until it answers.
  ///
  /// @param name of its folder below `work`
  public static DebianRegistry start(Processes processes, Path work, String name)
      throws IOException {
    Path folder = Files.createDirectories(work.resolve(name));
    int port = freePort();
    Path config = folder.resolve("config.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage:
          filesystem: {rootdirectory: %s, maxthreads: 200}
          delete: {enabled: true}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(folder.resolve("data"), port));
    Child child =
        processes.start(
            name,
            List.of(Peers.program("docker-registry").toString(), "serve", config.toString()),
            Map.of());
    long end = System.nanoTime() + START.toNanos();
    while (!answers(child, port)) {
      if (System.nanoTime() > end) {
        throw new IOException("docker-registry did not start: " + child.lastWords());
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    return new DebianRegistry(child, folder, URI.create("http://127.0.0.1:" + port));
  }

  /// Where it serves.
  public URI address() {
    return address;
  }

  private static boolean answers(Child child, int port) throws IOException {
    if (!child.alive()) {
      throw new IOException("docker-registry ended by itself: " + child.lastWords());
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
