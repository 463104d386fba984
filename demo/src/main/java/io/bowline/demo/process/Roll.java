package io.bowline.demo.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The processes that a demo has started, on the disk, for the next demo of the same folder: it
/// ends those that neither the demo itself nor its keeper could end.
///
/// @param folder of the demo
public record Roll(Path folder) {
  /// The file's name in the folder.
  public static final String FILE = "processes";

  private static final Path POSTMASTER = Path.of("control-plane/postgres/cluster/postmaster.pid");

  /// A process number is given again one day; one that began at another time is another process.
  private static final Duration SAME = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Adds a process.
  void note(ProcessHandle process) throws IOException {
    Files.writeString(
        folder.resolve(FILE),
        "%d %s\n".formatted(process.pid(), process.info().startInstant().orElse(Instant.EPOCH)),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /// Ends those that are still alive.
  ///
  /// @param say told of each
  public void endAll(Consumer<String> say) throws IOException {
    List<ProcessHandle> alive = Stream.concat(noted(), postmaster()).toList();
    for (ProcessHandle process : alive) {
      say.accept("Ending process %d, which it left behind.".formatted(process.pid()));
      process.destroy();
    }
    for (ProcessHandle process : alive) {
      if (!hasEnded(process)) {
        process.destroyForcibly();
      }
    }
    // a control plane that has ended in good order has taken its database along
    postmaster().forEach(ProcessHandle::destroyForcibly);
  }

  private Stream<ProcessHandle> noted() throws IOException {
    Path file = folder.resolve(FILE);
    return Files.exists(file)
        ? Files.readAllLines(file).stream().flatMap(line -> same(line).stream())
        : Stream.empty();
  }

  private static Optional<ProcessHandle> same(String line) {
    String[] words = line.split(" ", -1);
    try {
      Instant began = Instant.parse(words[words.length - 1]);
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(process ->
              process
                  .info()
                  .startInstant()
                  .filter(start -> Duration.between(began, start).abs().compareTo(SAME) < 0)
                  .isPresent());
    } catch (NumberFormatException | DateTimeParseException e) {
      // the last line of a demo that was killed while it wrote
      return Optional.empty();
    }
  }

  private Stream<ProcessHandle> postmaster() throws IOException {
    Path file = folder.resolve(POSTMASTER);
    if (!Files.exists(file)) {
      return Stream.empty();
    }
    try {
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
          .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
          .stream();
    } catch (NumberFormatException e) {
      return Stream.empty();
    }
  }

  private static boolean hasEnded(ProcessHandle process) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    var never = new CountDownLatch(1);
    try {
      while (process.isAlive() && System.nanoTime() < end) {
        // it is nobody's child here, so the system does not say when it ends
        if (never.await(100, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !process.isAlive();
  }
}
