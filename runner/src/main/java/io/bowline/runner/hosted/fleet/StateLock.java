package io.bowline.runner.hosted.fleet;

import io.bowline.driver.state.HeldLock;
import io.bowline.driver.state.StateStore;
import io.bowline.model.job.Failure;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// The lock on the record of a fleet, as Terraform's backend keeps it. One that a killed run of
/// ours has left is taken up again; anybody else's is left alone.
final class StateLock {
  private static final Duration SKEW = Duration.ofSeconds(5);

  private final StateStore store;
  private final Path marker;
  private final Clock clock;

  /// @param folder where it is noted that a run of ours may hold the lock; outlives the process
  StateLock(StateStore store, Path folder, Clock clock) {
    this.store = store;
    this.marker = folder.resolve("running.json");
    this.clock = clock;
    FolderCopy.ensure(folder);
  }

  /// Notes durably that a run of ours begins; the lock that it takes is ours from now on.
  void running() {
    Json.writeDurably(marker, new Marker(hostName(), clock.instant().toString()));
  }

  /// No run of ours goes on, and none has left a lock.
  void over() {
    try {
      Files.deleteIfExists(marker);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + marker, e);
    }
  }

  /// Frees the lock that a killed run of ours has left.
  ///
  /// @throws StepException when somebody else holds it
  void takeUp(StepContext context) {
    Optional<HeldLock> held = store.lock();
    if (held.isPresent() && !isOurs(held.get())) {
      throw new StepException(
          new Failure(
              "state-locked",
              "The record of this fleet is locked by %s since %s. When nobody works there, %s, and try again."
                  .formatted(held.get().who(), held.get().created(), held.get().remedy()),
              false));
    }
    held.ifPresent(left -> {
      context.say("takes up the lock that a killed run has left");
      store.free(left);
    });
  }

  private boolean isOurs(HeldLock held) {
    if (!Files.exists(marker)) {
      return false;
    }
    Marker mark = Json.read(marker, Marker.class);
    try {
      return held.who().endsWith("@" + mark.host())
          && !Instant.parse(held.created()).isBefore(Instant.parse(mark.since()).minus(SKEW));
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /// As Terraform itself finds it.
  private static String hostName() {
    Path kernel = Path.of("/proc/sys/kernel/hostname");
    try {
      return Files.exists(kernel)
          ? Files.readString(kernel).strip()
          : Optional.ofNullable(System.getenv("HOSTNAME")).orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read this machine's name", e);
    }
  }

  /// Who runs since when.
  private record Marker(String host, String since) {}
}
