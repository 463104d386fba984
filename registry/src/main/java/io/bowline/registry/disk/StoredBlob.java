package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// A whole blob on disk.
public final class StoredBlob {
  private final Disk disk;
  private final Path file;
  private final Digest digest;
  private final long size;

  StoredBlob(Disk disk, Path file, Digest digest, long size) {
    this.disk = disk;
    this.file = file;
    this.digest = digest;
    this.size = size;
  }

  /// Its content address.
  public Digest digest() {
    return digest;
  }

  /// Its size in bytes.
  public long size() {
    return size;
  }

  /// Opens its bytes from an offset; a removal meanwhile does not disturb an open reader.
  public InputStream open(long from) throws IOException {
    return disk.read(file, from);
  }
}
