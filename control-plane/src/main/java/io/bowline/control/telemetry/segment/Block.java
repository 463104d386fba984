package io.bowline.control.telemetry.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/// What one append writes: a header, a head, a body.
///
/// The head names the sender's batch and the label sets of the block; a label set is spelled out
/// where it comes first in a file and is a number from then on. The body holds the entries.
///
/// @param header what stands in front
/// @param streams label sets by their number in the block
/// @param body unpacked; empty when it was not asked for
@SuppressWarnings("ArrayRecordComponent") // shown to one reader and dropped
record Block(Header header, String batch, List<String> streams, byte[] body) {
  static final int HEADER = 4 * Integer.BYTES + 1 + 2 * Long.BYTES + Integer.BYTES;
  private static final int PACKED = 1;

  /// What stands in front of a block.
  ///
  /// @param headLength in bytes
  /// @param bodyLength in bytes, as written
  /// @param headCrc CRC32C of the head
  /// @param bodyCrc CRC32C of the body, as written
  /// @param flags bit 0: the body is in Snappy
  record Header(int headLength, int bodyLength, int headCrc, int bodyCrc, byte flags, Span span) {
    static Header read(ByteBuffer from) {
      return new Header(
          from.getInt(),
          from.getInt(),
          from.getInt(),
          from.getInt(),
          from.get(),
          new Span(from.getLong(), from.getLong(), from.getInt()));
    }

    boolean plausible() {
      return headLength > 0 && bodyLength > 0 && span.count() > 0;
    }

    long length() {
      return (long) HEADER + headLength + bodyLength;
    }
  }

  /// From when to when, both inclusive, and how many.
  record Span(long lowest, long highest, int count) {
    boolean overlaps(long from, long until) {
      return lowest < until && highest >= from;
    }
  }

  static int crc(byte[] bytes, int at, int length) {
    var crc = new CRC32C();
    crc.update(bytes, at, length);
    return (int) crc.getValue();
  }

  /// The body of a chunk as it will be written.
  static byte[] pack(Chunk chunk) throws IOException {
    Bytes body = chunk.body();
    if (!chunk.packed()) {
      return Arrays.copyOf(body.array(), body.size());
    }
    byte[] packed = new byte[Snappy.maxCompressedLength(body.size())];
    int length = Snappy.compress(body.array(), 0, body.size(), packed, 0);
    return Arrays.copyOf(packed, length);
  }

  static ByteBuffer encode(Chunk chunk, Bytes head, byte[] body) {
    ByteBuffer block = ByteBuffer.allocate(HEADER + head.size() + body.length);
    block.putInt(head.size()).putInt(body.length);
    block.putInt(crc(head.array(), 0, head.size())).putInt(crc(body, 0, body.length));
    block.put((byte) (chunk.packed() ? PACKED : 0));
    block.putLong(chunk.lowest()).putLong(chunk.highest()).putInt(chunk.count());
    return block.put(head.array(), 0, head.size()).put(body).flip();
  }

  static byte[] unpack(Header header, byte[] body) throws IOException {
    return (header.flags() & PACKED) == 0 ? body : Snappy.uncompress(body);
  }

  /// Reads a head; label sets that come first here are added to those of the file.
  static Block read(Header header, byte[] head, List<String> known) throws IOException {
    var in = new Numbers(head);
    String batch = in.text();
    int count = (int) in.number();
    List<String> streams = new ArrayList<>(Math.min(count, head.length));
    for (int i = 0; i < count; i++) {
      int number = (int) in.number();
      if (number == known.size()) {
        known.add(in.text());
      } else if (number < 0 || number > known.size()) {
        throw new IOException("a block names label set " + number + ", which is not in its file");
      }
      streams.add(known.get(number));
    }
    return new Block(header, batch, streams, new byte[0]);
  }

  Block with(byte[] unpacked) {
    return new Block(header, batch, streams, unpacked);
  }

  /// Takes entries one after the other.
  interface Visitor {
    void entry(Entry entry);
  }

  /// Shows the entries of the streams that are wanted.
  void entries(Position first, Predicate<String> wanted, Visitor visitor) throws IOException {
    boolean[] take = new boolean[streams.size()];
    boolean any = false;
    for (int i = 0; i < take.length; i++) {
      take[i] = wanted.test(streams.get(i));
      any |= take[i];
    }
    if (!any) {
      return;
    }
    var in = new Numbers(body);
    int stream = 0;
    long nanos = 0;
    for (int i = 0; i < header.span().count(); i++) {
      stream += (int) in.difference();
      nanos += in.difference();
      int length = (int) in.number();
      int from = in.skip(length);
      if (take[stream] && i >= first.index()) {
        var at = new Position(first.segment(), first.offset(), i);
        visitor.entry(new Entry(at, nanos, streams.get(stream), body, from, length));
      }
    }
  }

  /// Reads what `Bytes` wrote.
  private static final class Numbers {
    private final byte[] bytes;
    private int at;

    Numbers(byte[] bytes) {
      this.bytes = bytes;
    }

    long number() throws IOException {
      long value = 0;
      for (int shift = 0; shift < Long.SIZE; shift += 7) {
        byte next = bytes[skip(1)];
        value |= (next & 0x7fL) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw new IOException("a number in a segment has no end");
    }

    long difference() throws IOException {
      long value = number();
      return (value >>> 1) ^ -(value & 1);
    }

    String text() throws IOException {
      int length = (int) number();
      return new String(bytes, skip(length), length, StandardCharsets.UTF_8);
    }

    /// @return where the skipped part begins
    int skip(int length) throws IOException {
      if (length < 0 || length > bytes.length - at) {
        throw new IOException("a block in a segment ends early");
      }
      int begin = at;
      at += length;
      return begin;
    }
  }
}
