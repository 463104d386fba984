package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// An upload that the holder alone may change until it is closed.
public final class Upload implements Closeable {
  private static final int BUFFER = 128 * 1024;
  private final RegistryFolder registry;
  private final RepositoryFolder repository;
  private final String id;
  private final Path file;
  private final Disk.Held held;

  Upload(
      RegistryFolder registry, RepositoryFolder repository, String id, Path file, Disk.Held held) {
    this.registry = registry;
    this.repository = repository;
    this.id = id;
    this.file = file;
    this.held = held;
  }

  /// The name by which the upload goes on.
  public String id() {
    return id;
  }

  /// The bytes so far.
  public long size() throws IOException {
    return registry.disk().size(file).orElse(0);
  }

  /// Adds a stream's bytes at the end. What came before a broken stream stays, to be resumed.
  ///
  /// @return how many bytes came; one more than `atMost` when there were more, of which only
  ///   `atMost` are kept
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

  /// Makes the bytes a blob of the repository, if they are what the digest says; else they are
  /// gone.
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
    registry.files().moveIntoPlace(file, registry.contentFile(digest));
    repository.link(digest);
    return true;
  }

  /// Throws the bytes away.
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
