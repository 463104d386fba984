package io.bowline.control.telemetry.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Reads the blocks of one file in their order, while another may still append to it.
final class SegmentFile implements AutoCloseable {
  /// First byte of every file.
  static final byte VERSION = 2;

  static final String SUFFIX = ".segment";

  private final Path file;
  private final FileChannel channel;
  private final long number;
  private final List<String> known = new ArrayList<>();
  private long at = 1;
  private long start = 1;

  SegmentFile(Path file) throws IOException {
    this(file, FileChannel.open(file, StandardOpenOption.READ));
  }

  SegmentFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.number = numberOf(file);
    checkVersion();
  }

  private void checkVersion() throws IOException {
    ByteBuffer version = ByteBuffer.allocate(1);
    if (channel.read(version, 0) == 1 && version.get(0) != VERSION) {
      int found = version.get(0);
      throw new IOException(
          file + " has segment version " + found + "; this Bowline reads " + VERSION);
    }
  }

  long number() {
    return number;
  }

  /// Where the next block begins.
  long end() {
    return at;
  }

  /// Label sets that the blocks read so far have named, by their number in the file.
  List<String> known() {
    return known;
  }

  /// Where the block that was read last begins.
  Position position() {
    return new Position(number, start, 0);
  }

  /// The next whole block; its body only when it is wanted. Empty at the end, and where a block is
  /// not whole (yet).
  Optional<Block> next(Predicate<Block.Header> bodyWanted) throws IOException {
    long size = channel.size();
    if (at + Block.HEADER > size) {
      return Optional.empty();
    }
    Block.Header header = Block.Header.read(ByteBuffer.wrap(read(at, Block.HEADER)));
    if (!header.plausible() || at + header.length() > size) {
      return Optional.empty();
    }
    byte[] head = read(at + Block.HEADER, header.headLength());
    if (Block.crc(head, 0, head.length) != header.headCrc()) {
      return Optional.empty();
    }
    Optional<byte[]> body = Optional.empty();
    if (bodyWanted.test(header)) {
      byte[] written = read(at + Block.HEADER + header.headLength(), header.bodyLength());
      if (Block.crc(written, 0, written.length) != header.bodyCrc()) {
        return Optional.empty();
      }
      body = Optional.of(Block.unpack(header, written));
    }
    Block block = Block.read(header, head, known);
    start = at;
    at += header.length();
    return Optional.of(body.map(block::with).orElse(block));
  }

  private byte[] read(long from, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    long position = from;
    while (into.hasRemaining()) {
      int read = channel.read(into, position);
      if (read < 0) {
        throw new IOException(file + " ended early at byte " + position);
      }
      position += read;
    }
    return into.array();
  }

  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  static String name(long number) {
    return "%012d%s".formatted(number, SUFFIX);
  }

  static long numberOf(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
