package io.bowline.runner.telemetry.spool;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Parts of the spool's files as bytes.
final class Fields {
  private Fields() {}

  interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  static byte[] bytes(Writer writer) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      writer.write(out);
    }
    return bytes.toByteArray();
  }

  static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = length < 0 ? new byte[0] : in.readNBytes(length);
    if (bytes.length != length) {
      throw new EOFException("a text of " + length + " bytes is not whole");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static void labels(DataOutputStream out, SortedMap<String, String> labels) throws IOException {
    out.writeInt(labels.size());
    for (Map.Entry<String, String> label : labels.entrySet()) {
      text(out, label.getKey());
      text(out, label.getValue());
    }
  }

  static SortedMap<String, String> labels(DataInputStream in) throws IOException {
    var labels = new TreeMap<String, String>();
    for (int left = in.readInt(); left > 0; left--) {
      labels.put(text(in), text(in));
    }
    return labels;
  }

  static void losses(DataOutputStream out, List<Loss> losses) throws IOException {
    out.writeInt(losses.size());
    for (Loss loss : losses) {
      labels(out, loss.labels());
      text(out, loss.cause().name());
      out.writeLong(loss.count());
      out.writeBoolean(loss.atLeast());
      out.writeLong(loss.from());
      out.writeLong(loss.until());
    }
  }

  static List<Loss> losses(DataInputStream in) throws IOException {
    var losses = new ArrayList<Loss>();
    for (int left = in.readInt(); left > 0; left--) {
      losses.add(
          new Loss(
              labels(in),
              Loss.Cause.valueOf(text(in)),
              in.readLong(),
              in.readBoolean(),
              in.readLong(),
              in.readLong()));
    }
    return losses;
  }

  static void positions(DataOutputStream out, List<Position> positions) throws IOException {
    out.writeInt(positions.size());
    for (Position position : positions) {
      text(out, position.reading());
      text(out, position.source());
      out.writeLong(position.nanos());
      out.writeLong(position.atThatTime());
      out.writeLong(position.lines());
      out.writeLong(position.needless());
    }
  }

  static List<Position> positions(DataInputStream in) throws IOException {
    var positions = new ArrayList<Position>();
    for (int left = in.readInt(); left > 0; left--) {
      positions.add(
          new Position(
              text(in), text(in), in.readLong(), in.readLong(), in.readLong(), in.readLong()));
    }
    return positions;
  }
}
