package io.bowline.release.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes `.tgz` without anything that differs between machines or days: no times, no owners, one
/// order.
final class Packer {
  private Packer() {}

  static byte[] pack(SortedMap<String, TreeFile> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes);
        var tar = new TarArchiveOutputStream(gzip, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (Map.Entry<String, TreeFile> entry : files.entrySet()) {
        TreeFile file = entry.getValue();
        TarArchiveEntry header = new TarArchiveEntry(entry.getKey(), true);
        header.setModTime(0L);
        header.setIds(0, 0);
        header.setNames("", "");
        header.setMode(file.executable() ? 0100755 : 0100644);
        header.setSize(file.bytes().length);
        tar.putArchiveEntry(header);
        tar.write(file.bytes());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
