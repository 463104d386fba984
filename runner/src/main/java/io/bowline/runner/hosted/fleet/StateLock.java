package io.bowline.runner.hosted.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.driver.aws.StateBucket;
import io.bowline.model.job.Failure;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// The lock on the record of a fleet, as Terraform's s3 backend keeps it: an object beside the
/// state. One that a killed run of ours has left is taken up again; anybody else's is left alone.
final class StateLock {
  /// Where the state is in its bucket.
  static final String STATE = "terraform.tfstate";

  private static final String LOCK = STATE + ".tflock";
  private static final Duration SKEW = Duration.ofSeconds(5);
  private static final int LONGEST = 16 << 10;

  private final StateBucket bucket;
  private final Path marker;
  private final Clock clock;

  /// @param folder where it is noted that a run of ours may hold the lock; outlives the process
  StateLock(StateBucket bucket, Path folder, Clock clock) {
    this.bucket = bucket;
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

  /// The id of the lock that a killed run of ours has left.
  ///
  /// @throws StepException when somebody else holds it
  Optional<String> left() {
    Optional<JsonNode> held =
        bucket
            .read(LOCK)
            .filter(bytes -> bytes.length <= LONGEST)
            .map(bytes -> Json.tree(new String(bytes, StandardCharsets.UTF_8)));
    if (held.isEmpty()) {
      return Optional.empty();
    }
    JsonNode info = held.get();
    if (!isOurs(info)) {
      throw new StepException(
          new Failure(
              "state-locked",
              "The record of this fleet is locked by %s since %s. When nobody works there, delete the object %s in the fleet's state bucket, and try again."
                  .formatted(
                      plain(info.path("Who").asText()), plain(info.path("Created").asText()), LOCK),
              false));
    }
    return Optional.of(plain(info.path("ID").asText()));
  }

  private boolean isOurs(JsonNode info) {
    if (!Files.exists(marker)) {
      return false;
    }
    Marker mark = Json.read(marker, Marker.class);
    try {
      return info.path("Who").asText().endsWith("@" + mark.host())
          && !Instant.parse(info.path("Created").asText())
              .isBefore(Instant.parse(mark.since()).minus(SKEW));
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /// The object is in a bucket of the customer's: what it says may be anything.
  private static String plain(String text) {
    String printable = text.replaceAll("[^A-Za-z0-9@._: +-]", "?");
    return printable.isEmpty()
        ? "somebody"
        : printable.substring(0, Math.min(100, printable.length()));
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
