package io.bowline.registry.storage;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;

/// Whole content that never changes.
public interface Blob {
  /// Its content address.
  Digest digest();

  /// Its size in bytes.
  long size();

  /// Opens its bytes from an offset; a removal meanwhile does not disturb an open reader.
  InputStream open(long from) throws IOException;
}
