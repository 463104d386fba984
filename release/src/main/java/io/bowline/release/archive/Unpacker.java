package io.bowline.release.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Opens `.tgz` from anywhere: only plain files with plain names come out, each once, within limits
/// that hold while reading, so that nothing large is held before it is refused.
public final class Unpacker {
  private Unpacker() {}

  /// Takes one file after the other.
  public interface Sink {
    /// Takes a file whose name is relative and checked.
    void accept(String name, TreeFile file) throws IOException;
  }

  /// Takes one file after the other as it comes, for archives that do not fit into memory.
  public interface StreamSink {
    /// Takes a file whose name is relative and checked, and whose content ends with this call.
    ///
    /// @param size in bytes, as the entry says; a content that is shorter was cut off
    void accept(String name, long size, InputStream content) throws IOException;
  }

  /// Reads an archive to its end.
  ///
  /// @throws ArchiveRefused saying what was found; what the sink got before is to be thrown away
  public static void read(InputStream tgz, ArchiveLimits limits, Sink sink) throws IOException {
    open(tgz, limits, (tar, entry, name) -> sink.accept(name, file(tar, entry, limits)));
  }

  /// As `read`, without holding any file in memory.
  ///
  /// @throws ArchiveRefused saying what was found; what the sink got before is to be thrown away
  public static void stream(InputStream tgz, ArchiveLimits limits, StreamSink sink)
      throws IOException {
    open(tgz, limits, (tar, entry, name) -> sink.accept(name, size(entry, limits), tar));
  }

  /// Takes an entry that is a file with a good name.
  private interface EntrySink {
    void accept(TarArchiveInputStream tar, TarArchiveEntry entry, String name) throws IOException;
  }

  private static void open(InputStream tgz, ArchiveLimits limits, EntrySink sink)
      throws IOException {
    try (var packed = new Bounded(tgz, limits.compressedBytes(), "the archive");
        var gzip = new GZIPInputStream(packed, 32 * 1024);
        var expanded = new Bounded(gzip, withHeaders(limits), "the unpacked archive");
        var tar = new TarArchiveInputStream(expanded, 10_240, 512, "UTF-8", false)) {
      Set<String> files = new HashSet<>();
      Set<String> folders = new HashSet<>();
      int count = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (++count > limits.entries()) {
          throw new ArchiveRefused("the archive has more than " + limits.entries() + " entries");
        }
        String name = checkedName(entry, limits);
        if (entry.isDirectory()) {
          continue;
        }
        once(name, files, folders);
        sink.accept(tar, entry, name);
      }
      // the checksum of it all stands behind the tar's end
      expanded.transferTo(OutputStream.nullOutputStream());
    } catch (ZipException e) {
      throw new ArchiveRefused("the archive is no whole gzip: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ArchiveRefused("the archive has a broken entry: " + e.getMessage());
    }
  }

  private static long withHeaders(ArchiveLimits limits) {
    return limits.expandedBytes() + 2048L * limits.entries() + 64 * 1024;
  }

  private static String checkedName(TarArchiveEntry entry, ArchiveLimits limits)
      throws ArchiveRefused {
    String raw = entry.getName();
    String name = raw.startsWith("./") ? raw.substring(2) : raw;
    if (entry.isDirectory()) {
      name = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
      if (name.isEmpty()) {
        return name;
      }
    }
    var wrong = EntryName.problem(name, limits);
    if (wrong.isPresent()) {
      throw new ArchiveRefused("entry '" + printable(raw) + "' " + wrong.get());
    }
    boolean plain = entry.isDirectory() || (entry.isFile() && !entry.isSparse());
    if (!plain || entry.isLink() || entry.isSymbolicLink() || special(entry)) {
      throw new ArchiveRefused(
          "entry '" + printable(raw) + "' is a link, a device or another special file");
    }
    return name;
  }

  private static boolean special(TarArchiveEntry entry) {
    return entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO();
  }

  private static void once(String name, Set<String> files, Set<String> folders)
      throws ArchiveRefused {
    if (!files.add(name) || folders.contains(name)) {
      throw new ArchiveRefused("entry '" + printable(name) + "' is there twice");
    }
    for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
      String folder = name.substring(0, at);
      folders.add(folder);
      if (files.contains(folder)) {
        throw new ArchiveRefused("entry '" + printable(folder) + "' is a file and a folder");
      }
    }
  }

  private static TreeFile file(
      TarArchiveInputStream tar, TarArchiveEntry entry, ArchiveLimits limits) throws IOException {
    byte[] bytes = tar.readNBytes((int) size(entry, limits));
    if (bytes.length != entry.getSize()) {
      throw new ArchiveRefused("entry '" + printable(entry.getName()) + "' is cut off");
    }
    return new TreeFile(bytes, (entry.getMode() & 0100) != 0);
  }

  private static long size(TarArchiveEntry entry, ArchiveLimits limits) throws ArchiveRefused {
    if (entry.getSize() > limits.expandedBytes()) {
      throw new ArchiveRefused(
          "entry '" + printable(entry.getName()) + "' is larger than " + limits.expandedBytes());
    }
    return entry.getSize();
  }

  private static String printable(String name) {
    String cut = name.length() > 120 ? name.substring(0, 120) + "..." : name;
    return cut.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /// Refuses at the first byte beyond the limit.
  private static final class Bounded extends FilterInputStream {
    private final long limit;
    private final String what;
    private long taken;

    Bounded(InputStream in, long limit, String what) {
      super(in);
      this.limit = limit;
      this.what = what;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      if (one >= 0) {
        took(1);
      }
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count > 0) {
        took(count);
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      took(skipped);
      return skipped;
    }

    private void took(long count) throws ArchiveRefused {
      taken += count;
      if (taken > limit) {
        throw new ArchiveRefused(what + " is larger than " + limit + " bytes");
      }
    }
  }
}
