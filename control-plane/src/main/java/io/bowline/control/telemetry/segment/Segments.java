package io.bowline.control.telemetry.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The segments of one stream of entries, in one folder. Appending returns after fsync; a torn
/// block at the end of a file (power lost in mid-write) was never acked and is cut off at opening.
public final class Segments implements AutoCloseable {
  /// First byte of every file.
  static final byte VERSION = 1;

  static final String SUFFIX = ".segment";

  private final Path folder;
  private final long rollAt;
  private final int keep;
  private FileChannel current;
  private long number;

  /// @param rollAt bytes at which a new file is begun
  /// @param keep files kept; the oldest ones beyond are deleted
  public Segments(Path folder, long rollAt, int keep) throws IOException {
    this.folder = folder;
    this.rollAt = rollAt;
    this.keep = keep;
    Files.createDirectories(folder);
    List<Path> files = files(folder);
    this.number = files.isEmpty() ? 1 : numberOf(files.getLast());
    this.current = open(folder.resolve(name(number)));
  }

  private static FileChannel open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.size() == 0) {
      channel.write(ByteBuffer.wrap(new byte[] {VERSION}));
      channel.force(true);
      syncFolder(file.resolveSibling("."));
    } else {
      channel.truncate(soundLength(file, channel));
    }
    channel.position(channel.size());
    return channel;
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static long soundLength(Path file, FileChannel channel) throws IOException {
    long[] sound = {1};
    walk(file, channel, _ -> true, (end, _) -> sound[0] = end);
    return sound[0];
  }

  /// Writes entries and returns when they are on the disk.
  public synchronized void append(List<Entry> entries) throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    if (current.size() >= rollAt) {
      roll();
    }
    long before = current.position();
    try {
      ByteBuffer block = Block.encode(entries);
      while (block.hasRemaining()) {
        current.write(block);
      }
      current.force(false);
    } catch (IOException e) {
      // a half block must not stand before the next whole one
      current.truncate(before);
      throw e;
    }
  }

  private void roll() throws IOException {
    current.close();
    number++;
    current = open(folder.resolve(name(number)));
    List<Path> files = files(folder);
    for (Path old : files.subList(0, Math.max(0, files.size() - keep))) {
      Files.delete(old);
    }
  }

  /// Entries of a time range that pass, oldest block first; stops at the limit and keeps the
  /// newest.
  ///
  /// @param from nanoseconds, inclusive
  /// @param until nanoseconds, exclusive
  public List<Entry> read(long from, long until, Predicate<Entry> wanted, int limit)
      throws IOException {
    return read(folder, from, until, wanted, limit);
  }

  /// As `read`, of a folder that nobody writes in this process; empty when there is none.
  public static List<Entry> read(
      Path folder, long from, long until, Predicate<Entry> wanted, int limit) throws IOException {
    var found = new ArrayList<Entry>();
    for (Path file : files(folder)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        walk(
            file,
            channel,
            header -> header.overlaps(from, until),
            (_, entries) ->
                entries.stream()
                    .filter(e -> e.nanos() >= from && e.nanos() < until && wanted.test(e))
                    .forEach(found::add));
      } catch (NoSuchFileException e) {
        // dropped by retention while we read the list: its entries are gone by decision
        continue;
      }
      if (found.size() > limit) {
        found.subList(0, found.size() - limit).clear();
      }
    }
    found.sort((a, b) -> Long.compare(a.nanos(), b.nanos()));
    return found;
  }

  /// What sees the blocks of a file: where each ends and what it holds.
  private interface BlockVisitor {
    void block(long end, List<Entry> entries);
  }

  private static void walk(
      Path file, FileChannel channel, Predicate<Block.Header> wanted, BlockVisitor visitor)
      throws IOException {
    long size = channel.size();
    checkVersion(file, channel);
    long at = 1;
    while (at + Block.HEADER <= size) {
      Optional<Block.Header> header = header(channel, at);
      if (header.isEmpty() || at + Block.HEADER + header.get().length() > size) {
        return;
      }
      long end = at + Block.HEADER + header.get().length();
      if (wanted.test(header.get())) {
        byte[] body = new byte[header.get().length()];
        fill(channel, ByteBuffer.wrap(body), at + Block.HEADER);
        if (Block.crc(body) != header.get().crc()) {
          return;
        }
        visitor.block(end, Block.decode(body, header.get().count()));
      }
      at = end;
    }
  }

  private static void checkVersion(Path file, FileChannel channel) throws IOException {
    ByteBuffer version = ByteBuffer.allocate(1);
    channel.read(version, 0);
    if (version.get(0) != VERSION) {
      throw new IOException(
          file + " has segment version " + version.get(0) + "; this Bowline reads " + VERSION);
    }
  }

  private static Optional<Block.Header> header(FileChannel channel, long at) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Block.HEADER);
    fill(channel, bytes, at);
    Block.Header header = Block.Header.read(bytes.flip());
    return header.length() <= 0 || header.count() <= 0 ? Optional.empty() : Optional.of(header);
  }

  private static void fill(FileChannel channel, ByteBuffer into, long at) throws IOException {
    long position = at;
    while (into.hasRemaining()) {
      int read = channel.read(into, position);
      if (read < 0) {
        throw new IOException("segment ended early at byte " + position);
      }
      position += read;
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private static String name(long number) {
    return "%012d%s".formatted(number, SUFFIX);
  }

  private static long numberOf(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }

  @Override
  public synchronized void close() throws IOException {
    current.close();
  }
}
