package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/// A whole blob on disk.
final class BlobFile implements Blob {
  private final Disk disk;
  private final Path file;
  private final Digest digest;
  private final long size;

  BlobFile(Disk disk, Path file, Digest digest, long size) {
    this.disk = disk;
    this.file = file;
    this.digest = digest;
    this.size = size;
  }

  @Override
  public Digest digest() {
    return digest;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(file);
  }

  @Override
  public InputStream open(long from) throws IOException {
    return disk.read(file, from);
  }
}
