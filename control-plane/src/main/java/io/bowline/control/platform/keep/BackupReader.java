package io.bowline.control.platform.keep;

import io.bowline.model.artifact.Digest;
import io.bowline.release.archive.ArchiveLimits;
import io.bowline.release.archive.Unpacker;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Reads a backup from anywhere: hands on what belongs into one, in its order, and at the end says
/// whether all of it was what was written. What was taken before that is kept by nobody.
final class BackupReader implements Closeable {
  private static final int LONGEST_TEXT = 16 << 20;

  /// Where the parts of a backup go.
  interface Target {
    void head(BackupHead head) throws IOException;

    void rows(String table, InputStream rows) throws IOException;

    void sequences(byte[] json) throws IOException;

    /// Takes a file of the registry.
    ///
    /// @param name relative to the registry's folder
    void artifact(String name, InputStream content) throws IOException;

    /// Takes a segment.
    ///
    /// @param name relative to the telemetry folder
    void segment(String name, InputStream content) throws IOException;
  }

  private final Path seen;
  private final BufferedWriter lines;
  private final Target target;
  private boolean began;
  private boolean ended;

  /// @param seen a file for the checksums of what came so far
  BackupReader(Path seen, Target target) throws IOException {
    this.seen = seen;
    this.lines = Files.newBufferedWriter(seen);
    this.target = target;
  }

  /// Reads the whole file.
  ///
  /// @throws IOException saying what is wrong with it
  void read(Path file, ArchiveLimits limits) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 256 * 1024)) {
      Unpacker.stream(in, limits, this::entry);
    }
    if (!ended) {
      throw new IOException(
          began ? "it was cut short: its checksums are missing" : "it is no backup of Bowline");
    }
  }

  private void entry(String name, long size, InputStream content) throws IOException {
    if (ended) {
      throw new IOException("something stands behind its end: " + name);
    }
    if (name.equals(Names.CHECKSUMS)) {
      compare(content);
      ended = true;
      return;
    }
    MessageDigest hash = Digest.Algorithm.SHA256.hash();
    Counted counted = new Counted(new DigestInputStream(content, hash));
    take(name, counted);
    if (counted.count != size) {
      throw new IOException("its part %s was cut short".formatted(name));
    }
    String sha256 = HexFormat.of().formatHex(hash.digest());
    Optional<String> named = Names.digest(name);
    if (named.isPresent() && !named.get().equals(sha256)) {
      throw new IOException("its part %s is not the content of that digest".formatted(name));
    }
    lines.write(sha256 + "  " + name + "\n");
  }

  private void take(String name, InputStream content) throws IOException {
    Optional<String> table = Names.table(name);
    if (!began) {
      if (!name.equals(Names.HEAD)) {
        throw new IOException("it is no backup of Bowline: it begins with " + name);
      }
      began = true;
      target.head(BackupHead.decode(text(content)));
    } else if (table.isPresent()) {
      target.rows(table.get(), content);
    } else if (name.equals(Names.SEQUENCES)) {
      target.sequences(text(content));
    } else if (Names.isArtifact(name)) {
      target.artifact(name.substring(Names.ARTIFACTS.length()), content);
    } else if (Names.isSegment(name)) {
      target.segment(name.substring(Names.TELEMETRY.length()), content);
    } else {
      throw new IOException("it has a part that no backup has: " + name);
    }
  }

  private static byte[] text(InputStream content) throws IOException {
    byte[] bytes = content.readNBytes(LONGEST_TEXT + 1);
    if (bytes.length > LONGEST_TEXT) {
      throw new IOException("its description is longer than " + LONGEST_TEXT + " bytes");
    }
    return bytes;
  }

  private void compare(InputStream written) throws IOException {
    lines.flush();
    try (BufferedReader computed = Files.newBufferedReader(seen)) {
      for (String line = computed.readLine(); line != null; line = computed.readLine()) {
        byte[] ours = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(ours, written.readNBytes(ours.length))) {
          throw new IOException(
              "its part %s is not what was written (checksum)"
                  .formatted(line.substring(line.indexOf(' ')).strip()));
        }
      }
    }
    if (written.read() >= 0) {
      throw new IOException("it was cut short: its checksums name more parts than it has");
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
