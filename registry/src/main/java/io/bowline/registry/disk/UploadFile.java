package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// An upload as a file, held by a lock on it.
final class UploadFile implements Upload {
  private static final int BUFFER = 128 * 1024;
  private final RegistryFolder registry;
  private final RepositoryFolder repository;
  private final String id;
  private final Path file;
  private final Disk.Held held;

  UploadFile(
      RegistryFolder registry, RepositoryFolder repository, String id, Path file, Disk.Held held) {
    this.registry = registry;
    this.repository = repository;
    this.id = id;
    this.file = file;
    this.held = held;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public long size() throws IOException {
    return registry.disk().size(file).orElse(0);
  }

  @Override
  public long append(InputStream body, long atMost) throws IOException {
    RunningHashes.Running hash = hashUpToNow(Digest.Algorithm.SHA256);
    long came = 0;
    byte[] buffer = new byte[BUFFER];
    try (Disk.Writer writer = registry.disk().append(file, false)) {
      int read = body.read(buffer);
      while (read >= 0) {
        int fits = (int) Math.min(read, atMost - came);
        writer.write(buffer, 0, fits);
        hash.update(buffer, fits);
        came += fits;
        if (fits < read) {
          return atMost + 1;
        }
        read = body.read(buffer);
      }
    } finally {
      registry.hashes().keep(file, hash);
    }
    return came;
  }

  @Override
  public boolean commit(Digest digest) throws IOException {
    if (!digestOfAll(digest.algorithm()).equals(digest)) {
      cancel();
      return false;
    }
    try (Disk.Writer writer = registry.disk().append(file, false)) {
      writer.force();
    }
    // also when the content is there already: what a repository pays must not tell it what others
    // have
    registry.place(file, digest);
    repository.link(digest);
    return true;
  }

  @Override
  public void cancel() throws IOException {
    Optional<RunningHashes.Running> _ = registry.hashes().take(file);
    registry.disk().delete(file);
  }

  @Override
  public void close() throws IOException {
    held.close();
  }

  private Digest digestOfAll(Digest.Algorithm algorithm) throws IOException {
    RunningHashes.Running hash = hashUpToNow(algorithm);
    if (hash.algorithm() == algorithm) {
      return hash.finish();
    }
    RunningHashes.Running again = new RunningHashes.Running(algorithm);
    readInto(again);
    return again.finish();
  }

  private RunningHashes.Running hashUpToNow(Digest.Algorithm otherwise) throws IOException {
    long size = registry.disk().size(file).orElseThrow(() -> new NoSuchFileException(id));
    RunningHashes.Running hash =
        registry
            .hashes()
            .take(file)
            .filter(running -> running.upTo() <= size)
            .orElseGet(() -> new RunningHashes.Running(otherwise));
    if (hash.upTo() < size) {
      readInto(hash);
    }
    return hash;
  }

  private void readInto(RunningHashes.Running hash) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = registry.disk().read(file, hash.upTo())) {
      int read = in.read(buffer);
      while (read >= 0) {
        hash.update(buffer, read);
        read = in.read(buffer);
      }
    }
  }
}
