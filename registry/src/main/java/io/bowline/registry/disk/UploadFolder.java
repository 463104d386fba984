package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.Upload;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A repository's uploads under way.
final class UploadFolder {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{7,63}");
  private final RegistryFolder registry;
  private final RepositoryFolder repository;
  private final Path folder;

  UploadFolder(RegistryFolder registry, RepositoryFolder repository, Path folder) {
    this.registry = registry;
    this.repository = repository;
    this.folder = folder;
  }

  /// Begins an upload and holds it.
  Upload begin(Digest.Algorithm algorithm) throws IOException {
    registry.files().makeFolders(folder);
    String id = registry.names().get();
    Path file = folder.resolve(id);
    registry.disk().append(file, true).close();
    Disk.Held held =
        registry
            .disk()
            .tryLock(file)
            .orElseThrow(() -> new IOException("the fresh upload " + id + " is held already"));
    registry.hashes().keep(file, new RunningHashes.Running(algorithm));
    return new UploadFile(registry, repository, id, file, held);
  }

  /// Takes hold of an upload.
  Opening open(String id) throws IOException {
    Path file = folder.resolve(id);
    if (!ID.matcher(id).matches() || registry.disk().size(file).isEmpty()) {
      return new Opening.Unknown();
    }
    try {
      Optional<Disk.Held> held = registry.disk().tryLock(file);
      if (held.isEmpty()) {
        return new Opening.Busy();
      }
      return stillThere(id, file, held.get());
    } catch (NoSuchFileException e) {
      return new Opening.Unknown();
    }
  }

  private Opening stillThere(String id, Path file, Disk.Held held) throws IOException {
    boolean there = false;
    try {
      there = registry.disk().size(file).isPresent();
    } finally {
      if (!there) {
        held.close();
      }
    }
    return there
        ? new Opening.Held(new UploadFile(registry, repository, id, file, held))
        : new Opening.Unknown();
  }

  /// The sizes of the uploads that nobody wrote to since.
  List<Long> untouchedSince(Instant moment) throws IOException {
    List<Long> sizes = new ArrayList<>();
    for (String id : registry.disk().list(folder)) {
      Path file = folder.resolve(id);
      if (registry.disk().modified(file).filter(moment::isAfter).isPresent()) {
        sizes.add(registry.disk().size(file).orElse(0));
      }
    }
    return sizes;
  }

  /// Forgets uploads that nobody wrote to since; says how many.
  int forgetUntouchedSince(Instant moment) throws IOException {
    int forgotten = 0;
    for (String id : registry.disk().list(folder)) {
      Optional<Instant> touched = registry.disk().modified(folder.resolve(id));
      boolean stale = touched.isPresent() && touched.get().isBefore(moment);
      if (stale && open(id) instanceof Opening.Held(Upload upload)) {
        try (upload) {
          upload.cancel();
          forgotten++;
        }
      }
    }
    return forgotten;
  }
}
