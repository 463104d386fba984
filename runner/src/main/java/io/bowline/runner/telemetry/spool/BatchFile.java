package io.bowline.runner.telemetry.spool;

import io.bowline.runner.platform.Durable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A batch as a file, made so that damage to a part of it costs that part and its size is known.
///
/// Layout: a version byte; length and CRC-32C of the head, and the head: streams with what they
/// hold, losses, positions, and length and CRC-32C of each chunk; chunks of readings; and at the
/// end a count of all with a CRC-32C of its own, for the case that the head is damaged.
final class BatchFile {
  static final byte VERSION = 2;
  static final int CHUNK = 256;
  private static final int HEAD_AT = 1 + 2 * Integer.BYTES;
  private static final int TAIL = 3 * Long.BYTES + Integer.BYTES;

  private BatchFile() {}

  /// What a file holds.
  ///
  /// @param damage what of its readings is gone
  record Found(
      List<Reading> readings, List<Loss> losses, List<Position> positions, List<Loss> damage) {
    Batch batch(long number) {
      var all = new ArrayList<>(losses);
      all.addAll(damage);
      return new Batch(number, readings, all);
    }
  }

  /// What one stream has in a batch.
  private record Share(SortedMap<String, String> labels, long count, long from, long until) {
    Share and(Reading reading) {
      return new Share(
          labels, count + 1, Math.min(from, reading.nanos()), Math.max(until, reading.nanos()));
    }

    Loss lacking(long found) {
      return new Loss(labels, Loss.Cause.DAMAGED, count - found, false, from, until);
    }
  }

  private record Chunk(int length, int crc) {}

  private record Head(
      List<Share> shares, List<Loss> losses, List<Position> positions, List<Chunk> chunks) {}

  static void write(Path file, List<Reading> readings, List<Loss> losses, List<Position> positions)
      throws IOException {
    Map<SortedMap<String, String>, Integer> streams = new LinkedHashMap<>();
    List<Share> shares = new ArrayList<>();
    for (Reading reading : readings) {
      int at =
          streams.computeIfAbsent(
              reading.labels(),
              labels -> {
                shares.add(new Share(labels, 0, Long.MAX_VALUE, Long.MIN_VALUE));
                return shares.size() - 1;
              });
      shares.set(at, shares.get(at).and(reading));
    }
    var body = new ByteArrayOutputStream();
    List<Chunk> chunks = new ArrayList<>();
    for (int from = 0; from < readings.size(); from += CHUNK) {
      byte[] chunk =
          chunk(readings.subList(from, Math.min(readings.size(), from + CHUNK)), streams);
      chunks.add(new Chunk(chunk.length, Fields.crc(chunk, 0, chunk.length)));
      body.write(chunk);
    }
    byte[] head = head(new Head(shares, losses, positions, chunks));
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_AT + head.length + body.size() + TAIL);
    bytes.put(VERSION).putInt(head.length).putInt(Fields.crc(head, 0, head.length)).put(head);
    bytes.put(body.toByteArray()).put(tail(shares));
    Durable.replace(file, bytes.array());
  }

  private static byte[] chunk(
      List<Reading> readings, Map<SortedMap<String, String>, Integer> streams) throws IOException {
    return Fields.bytes(out -> {
      out.writeInt(readings.size());
      for (Reading reading : readings) {
        out.writeInt(streams.getOrDefault(reading.labels(), 0));
        out.writeLong(reading.nanos());
        Fields.text(out, reading.payload());
      }
    });
  }

  private static byte[] head(Head head) throws IOException {
    return Fields.bytes(out -> {
      out.writeInt(head.shares().size());
      for (Share share : head.shares()) {
        Fields.labels(out, share.labels());
        out.writeLong(share.count());
        out.writeLong(share.from());
        out.writeLong(share.until());
      }
      Fields.losses(out, head.losses());
      Fields.positions(out, head.positions());
      out.writeInt(head.chunks().size());
      for (Chunk chunk : head.chunks()) {
        out.writeInt(chunk.length());
        out.writeInt(chunk.crc());
      }
    });
  }

  private static byte[] tail(List<Share> shares) {
    byte[] tail = new byte[TAIL];
    ByteBuffer bytes = ByteBuffer.wrap(tail);
    bytes.putLong(shares.stream().mapToLong(Share::count).sum());
    bytes.putLong(shares.stream().mapToLong(Share::from).min().orElse(0));
    bytes.putLong(shares.stream().mapToLong(Share::until).max().orElse(0));
    bytes.putInt(Fields.crc(tail, 0, bytes.position()));
    return tail;
  }

  /// Reads what is whole, and counts what is not.
  ///
  /// @throws IOException when the disk does not give the file out
  static Found read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      if (headHolds(bytes)) {
        int length = ByteBuffer.wrap(bytes).getInt(1);
        return found(bytes, head(bytes, length), HEAD_AT + length);
      }
    } catch (IOException | IllegalArgumentException e) {
      // it was written so, or has the right checksum by chance: as good as damaged
    }
    return new Found(List.of(), List.of(), List.of(), List.of(unknown(file, bytes)));
  }

  private static boolean headHolds(byte[] bytes) {
    if (bytes.length < HEAD_AT || bytes[0] != VERSION) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int length = buffer.getInt(1);
    return length >= 0
        && length <= bytes.length - HEAD_AT
        && Fields.crc(bytes, HEAD_AT, length) == buffer.getInt(1 + Integer.BYTES);
  }

  private static Head head(byte[] bytes, int length) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes, HEAD_AT, length))) {
      List<Share> shares = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        shares.add(new Share(Fields.labels(in), in.readLong(), in.readLong(), in.readLong()));
      }
      List<Loss> losses = Fields.losses(in);
      List<Position> positions = Fields.positions(in);
      List<Chunk> chunks = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        chunks.add(new Chunk(in.readInt(), in.readInt()));
      }
      return new Head(shares, losses, positions, chunks);
    }
  }

  private static Found found(byte[] bytes, Head head, int from) throws IOException {
    List<Reading> readings = new ArrayList<>();
    long[] counts = new long[head.shares().size()];
    int at = from;
    for (Chunk chunk : head.chunks()) {
      boolean whole =
          chunk.length() <= bytes.length - at
              && Fields.crc(bytes, at, chunk.length()) == chunk.crc();
      if (whole) {
        readings(bytes, at, chunk.length(), head.shares(), readings, counts);
      }
      at = Math.min(bytes.length, at + chunk.length());
    }
    List<Loss> damage = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < head.shares().get(i).count()) {
        damage.add(head.shares().get(i).lacking(counts[i]));
      }
    }
    return new Found(readings, head.losses(), head.positions(), damage);
  }

  private static void readings(
      byte[] bytes, int at, int length, List<Share> shares, List<Reading> to, long[] counts)
      throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes, at, length))) {
      for (int left = in.readInt(); left > 0; left--) {
        int stream = in.readInt();
        to.add(new Reading(shares.get(stream).labels(), in.readLong(), Fields.text(in)));
        counts[stream]++;
      }
    }
  }

  /// Of which stream the readings were is gone with the head; how many they were, the end may say.
  private static Loss unknown(Path file, byte[] bytes) throws IOException {
    var nobody = new TreeMap<String, String>();
    int at = bytes.length - TAIL;
    if (at > 0) {
      ByteBuffer tail = ByteBuffer.wrap(bytes, at, TAIL);
      long count = tail.getLong();
      long from = tail.getLong();
      long until = tail.getLong();
      if (Fields.crc(bytes, at, TAIL - Integer.BYTES) == tail.getInt()) {
        return new Loss(nobody, Loss.Cause.DAMAGED, Math.max(1, count), count == 0, from, until);
      }
    }
    long written = Files.getLastModifiedTime(file).toMillis() * 1_000_000L;
    return new Loss(nobody, Loss.Cause.DAMAGED, 1, true, written, written);
  }
}
