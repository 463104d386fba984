package io.bowline.runner.step.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Which repository of a registry has which blob, as earlier transfers and other processes of this
/// runner left it: from there it is mounted, and not sent again. It is a hint; what the registry
/// has no longer is sent and noted anew.
final class KnownBlobs {
  private static final int FORMAT = 1;
  private static final int MOST = 4096;

  /// A smaller one is sent as quickly as it is mounted.
  private static final long SMALLEST = 64 << 10;

  private static final long LARGEST_FILE = 4 << 20;
  private static final int WRITTEN_AFTER = 32;

  private final ReentrantLock lock = new ReentrantLock();
  private final Optional<Path> file;
  private final LinkedHashMap<String, String> repositories = new LinkedHashMap<>();
  private int changes;

  private KnownBlobs(Optional<Path> file) {
    this.file = file;
    file.ifPresent(this::read);
  }

  /// In a file of a folder; neither needs to be there yet.
  static KnownBlobs in(Path folder, String name) {
    FolderCopy.ensure(folder);
    return new KnownBlobs(Optional.of(folder.resolve(name)));
  }

  /// Of this process alone.
  static KnownBlobs none() {
    return new KnownBlobs(Optional.empty());
  }

  /// A repository that had it.
  Optional<String> find(Digest blob) {
    lock.lock();
    try {
      return Optional.ofNullable(repositories.get(blob.toString()));
    } finally {
      lock.unlock();
    }
  }

  /// A repository has it. The one that was noted longest ago is forgotten when there are too many.
  void note(Manifest.Descriptor blob, String repository) {
    if (blob.size() < SMALLEST) {
      return;
    }
    lock.lock();
    try {
      repositories.remove(blob.digest().toString());
      repositories.put(blob.digest().toString(), repository);
      if (repositories.size() > MOST) {
        repositories.pollFirstEntry();
      }
      if (++changes % WRITTEN_AFTER == 0) {
        write();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The registry has it no longer where it was.
  void forget(Digest blob) {
    lock.lock();
    try {
      changes += repositories.remove(blob.toString()) == null ? 0 : 1;
    } finally {
      lock.unlock();
    }
  }

  /// Writes down what is new.
  void save() {
    lock.lock();
    try {
      if (changes > 0) {
        write();
      }
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    changes = 0;
    file.ifPresent(path -> {
      ObjectNode tree = Json.object().put("format", FORMAT);
      ObjectNode blobs = tree.putObject("blobs");
      repositories.forEach(blobs::put);
      Json.writeDurably(path, tree);
    });
  }

  private void read(Path path) {
    try {
      if (!Files.exists(path) || Files.size(path) > LARGEST_FILE) {
        return;
      }
      JsonNode tree = Json.read(path);
      if (tree.path("format").asInt() != FORMAT) {
        return;
      }
      for (Map.Entry<String, JsonNode> one : tree.path("blobs").properties()) {
        String repository = one.getValue().asText();
        if (repositories.size() < MOST && ImageReference.isRepository(repository)) {
          repositories.put(Digest.parse(one.getKey()).toString(), repository);
        }
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      // a hint that cannot be read is none
      repositories.clear();
    }
  }
}
