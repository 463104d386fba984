package io.bowline.runner.telemetry.spool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// A batch or a list of losses as a file: version byte, CRC32C, content. A file appears whole or
/// not at all: written beside its name, synced, renamed, and the folder synced.
final class BatchFile {
  private static final byte VERSION = 1;
  private static final int HEADER = 1 + Integer.BYTES;

  private BatchFile() {}

  static void write(Path file, List<Reading> readings, List<Loss> losses) throws IOException {
    byte[] content = encode(readings, losses);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + content.length);
    bytes.put(VERSION).putInt(crc(content, 0, content.length)).put(content).flip();
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /// @throws IOException when the file is not whole, or of another version
  static Batch read(Path file, long number) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length < HEADER || bytes[0] != VERSION) {
      throw new IOException(file + " is not a spool file of version " + VERSION);
    }
    if (ByteBuffer.wrap(bytes).getInt(1) != crc(bytes, HEADER, bytes.length - HEADER)) {
      throw new IOException(file + " is damaged: its checksum does not fit");
    }
    try (var in =
        new DataInputStream(new ByteArrayInputStream(bytes, HEADER, bytes.length - HEADER))) {
      List<SortedMap<String, String>> streams = streams(in);
      List<Reading> readings = new ArrayList<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        readings.add(new Reading(streams.get(in.readInt()), in.readLong(), text(in)));
      }
      List<Loss> losses = new ArrayList<>();
      int lossCount = in.readInt();
      for (int i = 0; i < lossCount; i++) {
        losses.add(
            new Loss(streams.get(in.readInt()), in.readLong(), in.readLong(), in.readLong()));
      }
      return new Batch(number, readings, losses);
    }
  }

  private static byte[] encode(List<Reading> readings, List<Loss> losses) throws IOException {
    Map<SortedMap<String, String>, Integer> streams = new LinkedHashMap<>();
    readings.forEach(r -> streams.putIfAbsent(r.labels(), streams.size()));
    losses.forEach(l -> streams.putIfAbsent(l.labels(), streams.size()));
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(streams.size());
      for (SortedMap<String, String> labels : streams.keySet()) {
        out.writeInt(labels.size());
        for (Map.Entry<String, String> label : labels.entrySet()) {
          text(out, label.getKey());
          text(out, label.getValue());
        }
      }
      out.writeInt(readings.size());
      for (Reading reading : readings) {
        out.writeInt(streams.getOrDefault(reading.labels(), 0));
        out.writeLong(reading.nanos());
        text(out, reading.payload());
      }
      out.writeInt(losses.size());
      for (Loss loss : losses) {
        out.writeInt(streams.getOrDefault(loss.labels(), 0));
        out.writeLong(loss.count());
        out.writeLong(loss.from());
        out.writeLong(loss.until());
      }
    }
    return bytes.toByteArray();
  }

  private static List<SortedMap<String, String>> streams(DataInputStream in) throws IOException {
    List<SortedMap<String, String>> streams = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      var labels = new TreeMap<String, String>();
      int size = in.readInt();
      for (int j = 0; j < size; j++) {
        labels.put(text(in), text(in));
      }
      streams.add(labels);
    }
    return streams;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
