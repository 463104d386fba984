package io.bowline.bench.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// How much of the processors a part of the measurement has used.
public final class Processor {
  private Processor() {}

  /// Seconds that a process has used.
  public static double seconds(long pid) {
    return ProcessHandle.of(pid).map(Processor::seconds).orElse(0.0);
  }

  /// Seconds that the PostgreSQL of a data folder has used, with all who work for it.
  public static double postgres(Path data) throws IOException {
    ProcessHandle postmaster =
        postmaster(data)
            .orElseThrow(() -> new IOException("there is no PostgreSQL at work in " + data));
    try (Stream<ProcessHandle> others = postmaster.descendants()) {
      return seconds(postmaster) + others.mapToDouble(Processor::seconds).sum();
    }
  }

  private static Optional<ProcessHandle> postmaster(Path data) throws IOException {
    try (Stream<Path> files = Files.find(data, 4, (file, _) -> file.endsWith("postmaster.pid"))) {
      Optional<Path> found = files.findFirst();
      return found.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(Files.readAllLines(found.get()).getFirst().strip()));
    }
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }
}
