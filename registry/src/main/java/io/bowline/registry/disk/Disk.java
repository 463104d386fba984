package io.bowline.registry.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The few file operations that storage is made of, so that a test can lose power between any two.
///
/// Nothing is durable before it is forced: a file's bytes by `Writer.force`, its name by
/// `syncFolder`. A rename is one change, as every journaling file system has it.
public interface Disk {
  /// Opens a file for writing at its end.
  ///
  /// @param create whether a missing file is made; else it is a `NoSuchFileException`
  Writer append(Path file, boolean create) throws IOException;

  /// Opens a file for reading from an offset; a missing file is a `NoSuchFileException`.
  InputStream read(Path file, long from) throws IOException;

  /// The size of a file, empty when it is not there.
  OptionalLong size(Path file) throws IOException;

  /// When a file was last written to, empty when it is not there.
  Optional<Instant> modified(Path file) throws IOException;

  /// Has an existing file count as written to at this moment; a missing one is a
  /// `NoSuchFileException`. May be forgotten when power is lost.
  void touch(Path file) throws IOException;

  /// The names in a folder, in no order; none when it is not there.
  List<String> list(Path folder) throws IOException;

  /// Moves a file in one step, in place of what was there.
  void rename(Path from, Path to) throws IOException;

  /// Removes a file; says whether it was there.
  boolean delete(Path file) throws IOException;

  /// Makes one folder in an existing one; harmless when it is there.
  void makeFolder(Path folder) throws IOException;

  /// Makes the names in a folder durable.
  void syncFolder(Path folder) throws IOException;

  /// Waits until this process and thread alone hold the file, making it when missing.
  Held lock(Path file) throws IOException;

  /// Holds an existing file, or is empty when someone else does.
  Optional<Held> tryLock(Path file) throws IOException;

  /// A file open for writing.
  interface Writer extends Closeable {
    /// Adds bytes at the end.
    void write(byte[] bytes, int offset, int length) throws IOException;

    /// Makes the bytes durable.
    void force() throws IOException;
  }

  /// A held file; closing lets it go.
  interface Held extends Closeable {}
}
