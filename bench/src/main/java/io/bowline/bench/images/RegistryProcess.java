package io.bowline.bench.images;

import io.bowline.demo.process.Child;
import io.bowline.demo.process.Processes;
import io.bowline.registry.http.RegistryServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// Our own registry in a process of its own, as a simulated account serves it.
public final class RegistryProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final long BETWEEN_LOOKS_NANOS = 5_000_000;

  private final Child process;
  private final URI address;

  private RegistryProcess(Child process, URI address) {
    this.process = process;
    this.address = address;
  }

  /// Serves until it is ended.
  ///
  /// @param args folder of the registry, and the file that its address is written to
  public static void main(String[] args) throws IOException, InterruptedException {
    try (var server = RegistryServer.start(Path.of(args[0]), RegistryServer.Settings.loopback())) {
      Path part = Path.of(args[1] + ".part");
      Files.writeString(part, server.address().toString(), StandardCharsets.UTF_8);
      Files.move(part, Path.of(args[1]));
      new CountDownLatch(1).await();
    }
  }

  /// Starts one on an empty folder and waits until it serves.
  ///
  /// @param root the checkout
  /// @param work a folder for its data
  public static RegistryProcess start(Processes processes, Path root, Path work)
      throws IOException {
    Path told = work.resolve("registry.address");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        root.resolve("bench/target/classes") + ":" + root.resolve("bench/target/lib/*");
    List<String> command =
        List.of(
            java,
            "-Xmx512m",
            "-cp",
            classes,
            RegistryProcess.class.getName(),
            work.resolve("registry").toString(),
            told.toString());
    Child child = processes.start("registry", command, Map.of());
    long end = System.nanoTime() + START.toNanos();
    while (!Files.exists(told)) {
      if (!child.alive() || System.nanoTime() > end) {
        throw new IOException("our registry did not start: " + child.lastWords());
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    return new RegistryProcess(child, URI.create(Files.readString(told)));
  }

  /// Where it serves.
  public URI address() {
    return address;
  }

  /// The most memory that it had, in MiB.
  public double peakMib() throws IOException {
    return Memory.peakMib(process);
  }

  @Override
  public void close() {
    process.close();
  }
}
