package io.bowline.runner.journal;

import java.io.IOException;
import java.util.Optional;

/// One folder of small files, as far as durability is concerned: what was not synced may be gone
/// after a loss of power, contents and names alike.
public interface Disk {
  /// The whole content, or nothing when there is no such file.
  Optional<byte[]> read(String name) throws IOException;

  /// Opens for appending; creates what is not there.
  DiskFile open(String name) throws IOException;

  /// Replaces `to` by `from` in one move.
  void rename(String from, String to) throws IOException;

  void delete(String name) throws IOException;

  /// Makes names durable: creations, renames and deletions.
  void syncNames() throws IOException;

  /// An open file that only grows, apart from cutting off what failed.
  interface DiskFile extends AutoCloseable {
    long size() throws IOException;

    void append(byte[] bytes) throws IOException;

    void truncate(long size) throws IOException;

    /// Makes the content durable.
    void sync() throws IOException;

    @Override
    void close() throws IOException;
  }
}
