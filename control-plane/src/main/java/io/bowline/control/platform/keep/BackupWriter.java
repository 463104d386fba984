package io.bowline.control.platform.keep;

import io.bowline.model.artifact.Digest;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/// Writes a backup: a `.tgz` that only this user may read, there whole or not at all. Its last
/// entry has the checksum of every other, so what was cut short or altered does not pass for a
/// backup.
final class BackupWriter implements Closeable {
  private static final int BUFFER = 256 * 1024;

  private final Path file;
  private final Path draft;
  private final Path checksums;
  private final OutputStream lines;
  private final TarArchiveOutputStream tar;
  private boolean open = true;

  /// @param file that is not there yet
  BackupWriter(Path file) throws IOException {
    this.file = file;
    this.draft = draft(file, ".draft");
    this.checksums = draft(file, ".checksums");
    this.lines = new BufferedOutputStream(Files.newOutputStream(checksums));
    GzipParameters fast = new GzipParameters();
    // most of it is compressed already
    fast.setCompressionLevel(1);
    this.tar =
        new TarArchiveOutputStream(
            new GzipCompressorOutputStream(
                new BufferedOutputStream(Files.newOutputStream(draft), BUFFER), fast),
            "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  private static Path draft(Path file, String suffix) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    return Files.createTempFile(
        folder == null ? Path.of(".") : folder,
        "." + file.getFileName(),
        suffix,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  void add(String name, byte[] content) throws IOException {
    add(name, content.length, new ByteArrayInputStream(content));
  }

  /// Adds one file.
  ///
  /// @param size how much of the content is taken; one that is shorter fails the backup
  void add(String name, long size, InputStream content) throws IOException {
    String sha256 = put(name, size, content);
    lines.write((sha256 + "  " + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private String put(String name, long size, InputStream content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(size);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setMode(0100600);
    tar.putArchiveEntry(entry);
    MessageDigest hash = Digest.Algorithm.SHA256.hash();
    byte[] buffer = new byte[BUFFER];
    long left = size;
    while (left > 0) {
      int count = content.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new IOException(name + " became shorter while it was read");
      }
      hash.update(buffer, 0, count);
      tar.write(buffer, 0, count);
      left -= count;
    }
    tar.closeArchiveEntry();
    return HexFormat.of().formatHex(hash.digest());
  }

  /// Makes it stand under its name, durably.
  void finish() throws IOException {
    lines.close();
    try (InputStream in = Files.newInputStream(checksums)) {
      put(Names.CHECKSUMS, Files.size(checksums), in);
    }
    tar.close();
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, file);
    }
    open = false;
    try (FileChannel folder =
        FileChannel.open(draft.resolveSibling("."), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /// Removes what is not a backup yet.
  @Override
  public void close() throws IOException {
    if (open) {
      // the stream below counts its entries, and would complain of the one cut short
      Files.deleteIfExists(draft);
    }
    lines.close();
    Files.deleteIfExists(checksums);
  }
}
