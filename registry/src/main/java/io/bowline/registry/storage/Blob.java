package io.bowline.registry.storage;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Whole content that never changes.
public interface Blob {
  /// Its content address.
  Digest digest();

  /// Its size in bytes.
  long size();

  /// The file of this machine that it lies in, if it does, so that the kernel can send it.
  default Optional<Path> file() {
    return Optional.empty();
  }

  /// Opens its bytes from an offset; a removal meanwhile does not disturb an open reader.
  InputStream open(long from) throws IOException;

  /// An address from which whoever has it can read the same bytes without credentials, if it is to
  /// be read there.
  default Optional<URI> elsewhere() {
    return Optional.empty();
  }
}
