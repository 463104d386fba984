package io.bowline.control.telemetry.segment;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Entries as one compressed block. Each label set is written once per block.
///
/// Layout: length, CRC32C of what follows, lowest and highest time, entry count, deflated body.
final class Block {
  static final int HEADER = Integer.BYTES + Integer.BYTES + Long.BYTES + Long.BYTES + Integer.BYTES;

  /// What stands in front of a block's body.
  ///
  /// @param length of the body in bytes
  record Header(int length, int crc, long lowest, long highest, int count) {
    static Header read(ByteBuffer bytes) {
      return new Header(
          bytes.getInt(), bytes.getInt(), bytes.getLong(), bytes.getLong(), bytes.getInt());
    }

    boolean overlaps(long from, long until) {
      return lowest < until && highest >= from;
    }
  }

  private Block() {}

  static ByteBuffer encode(List<Entry> entries) {
    byte[] body = deflate(entries);
    long lowest = entries.stream().mapToLong(Entry::nanos).min().orElseThrow();
    long highest = entries.stream().mapToLong(Entry::nanos).max().orElseThrow();
    ByteBuffer block = ByteBuffer.allocate(HEADER + body.length);
    block.putInt(body.length).putInt(crc(body));
    block.putLong(lowest).putLong(highest).putInt(entries.size()).put(body);
    return block.flip();
  }

  static int crc(byte[] body) {
    var crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }

  private static byte[] deflate(List<Entry> entries) {
    var bytes = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      Map<String, Integer> dictionary = new LinkedHashMap<>();
      for (Entry entry : entries) {
        dictionary.putIfAbsent(entry.labels(), dictionary.size());
      }
      out.writeInt(dictionary.size());
      for (String labels : dictionary.keySet()) {
        text(out, labels);
      }
      for (Entry entry : entries) {
        out.writeLong(entry.nanos());
        out.writeInt(dictionary.getOrDefault(entry.labels(), 0));
        text(out, entry.payload());
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  static List<Entry> decode(byte[] body, int count) throws IOException {
    try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(body)))) {
      int labelSets = in.readInt();
      List<String> dictionary = new ArrayList<>(labelSets);
      for (int i = 0; i < labelSets; i++) {
        dictionary.add(text(in));
      }
      List<Entry> entries = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        entries.add(new Entry(in.readLong(), dictionary.get(in.readInt()), text(in)));
      }
      return entries;
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(exactly(in, in.readInt()), StandardCharsets.UTF_8);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    return in.readNBytes(length);
  }
}
