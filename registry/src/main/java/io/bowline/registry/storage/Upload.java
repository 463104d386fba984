package io.bowline.registry.storage;

import io.bowline.model.artifact.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// An upload that the holder alone may change until it is closed; any process may go on with it
/// then.
public interface Upload extends Closeable {
  /// The name by which the upload goes on; nobody can guess it.
  String id();

  /// The bytes so far.
  long size() throws IOException;

  /// Adds a stream's bytes at the end. What came before a broken stream stays, to be resumed.
  ///
  /// @return how many bytes came; one more than `atMost` when there were more, of which only
  ///   `atMost` are kept
  long append(InputStream body, long atMost) throws IOException;

  /// Makes the bytes a blob of the repository, if they are what the digest says; else they are
  /// gone. The upload ends either way.
  boolean commit(Digest digest) throws IOException;

  /// Throws the bytes away.
  void cancel() throws IOException;
}
