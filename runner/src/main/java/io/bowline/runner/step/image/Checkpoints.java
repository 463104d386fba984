package io.bowline.runner.step.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a transfer leaves on disk for those after it. Uploads of large blobs that are under way:
/// after a restart they go on where they were; one small file each, gone when the blob has arrived.
/// And which repository has which blob. All of it is only a hint: the registry itself is asked.
public final class Checkpoints {
  private static final int FORMAT = 1;

  // registries forget uploads; a day is more than most of them keep one
  private static final Duration KEPT = Duration.ofDays(1);

  private final Optional<Path> folder;
  private final InstantSource clock;

  private Checkpoints(Optional<Path> folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /// In a folder, from which old ones are cleared away.
  public static Checkpoints in(Path folder, InstantSource clock) {
    var checkpoints = new Checkpoints(Optional.of(folder), clock);
    FolderCopy.ensure(folder);
    checkpoints.files().stream()
        .filter(file -> checkpoints.read(file).isEmpty())
        .forEach(Checkpoints::remove);
    return checkpoints;
  }

  /// None are kept.
  public static Checkpoints none() {
    return new Checkpoints(Optional.empty(), () -> Instant.EPOCH);
  }

  /// A blob on its way to a repository of a registry.
  record Way(String registry, String repository, Digest digest) {}

  /// What is known of a registry's blobs.
  KnownBlobs blobs(String registry) {
    Digest name = Digest.of(registry.getBytes(StandardCharsets.UTF_8));
    return folder
        .map(in -> KnownBlobs.in(in.resolve("blobs"), name.hex() + ".json"))
        .orElseGet(KnownBlobs::none);
  }

  /// The upload's address, if one is under way.
  Optional<URI> find(Way way) {
    return file(way).flatMap(this::read);
  }

  void keep(Way way, URI upload) {
    file(way)
        .ifPresent(file -> {
          ObjectNode tree = Json.object();
          tree.put("format", FORMAT).put("upload", upload.toString());
          tree.put("at", clock.instant().toString());
          Json.writeDurably(file, tree);
        });
  }

  void forget(Way way) {
    file(way).ifPresent(Checkpoints::remove);
  }

  private Optional<URI> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode tree = Json.read(file);
      Instant at = Instant.parse(tree.path("at").asText());
      boolean known = tree.path("format").asInt() == FORMAT;
      return known && at.plus(KEPT).isAfter(clock.instant())
          ? Optional.of(URI.create(tree.path("upload").asText()))
          : Optional.empty();
    } catch (UncheckedIOException | DateTimeException | IllegalArgumentException e) {
      // a hint that cannot be read is none
      return Optional.empty();
    }
  }

  private Optional<Path> file(Way way) {
    String text = way.registry() + "\n" + way.repository() + "\n" + way.digest();
    Digest name = Digest.of(text.getBytes(StandardCharsets.UTF_8));
    return folder.map(in -> in.resolve(name.hex() + ".json"));
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(folder.orElseThrow())) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoints of uploads", e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }
}
