package io.bowline.runner.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// An append-only file of records, each durable before `append` returns.
///
/// Layout: `BWLJ`, a version byte, then frames of length (4 bytes), CRC-32C (4 bytes) and payload.
/// Only the last frame can be torn, since the next one is written after the sync of the one before;
/// a broken frame with a whole one behind it is therefore damage, and refused.
final class RecordLog implements AutoCloseable {
  static final int MAX_RECORD = 8 << 20;
  private static final byte VERSION = 1;
  private static final byte[] MAGIC = "BWLJ".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = MAGIC.length + 1;
  private static final int FRAME = 8;

  private final Disk disk;
  private final String name;
  private final String fresh;
  private Disk.DiskFile file;
  private long good;
  private boolean broken;

  private RecordLog(Disk disk, String name, Disk.DiskFile file, long good) {
    this.disk = disk;
    this.name = name;
    this.fresh = name + ".new";
    this.file = file;
    this.good = good;
  }

  /// A log and what it held when it was opened.
  record Opened(RecordLog log, List<byte[]> records) {}

  static Opened open(Disk disk, String name) throws IOException {
    disk.delete(name + ".new");
    byte[] bytes = disk.read(name).orElse(new byte[0]);
    var records = new ArrayList<byte[]>();
    int good = bytes.length < HEADER ? 0 : parse(name, bytes, records);
    if (good == 0) {
      checkTornHeader(name, bytes);
    }
    Disk.DiskFile file = disk.open(name);
    if (good < bytes.length) {
      file.truncate(good);
    }
    if (good == 0) {
      file.append(header());
      good = HEADER;
    }
    // What was read may be unsynced yet, when only the process died: make it true before relying
    // on it.
    file.sync();
    disk.syncNames();
    return new Opened(new RecordLog(disk, name, file, good), records);
  }

  /// Adds one record; it is durable when this returns.
  void append(byte[] payload) throws IOException {
    if (broken) {
      throw new IOException(
          name + " of " + disk + " failed to sync earlier; restart the runner on a sound disk");
    }
    byte[] frame = frame(payload);
    try {
      file.append(frame);
    } catch (IOException e) {
      cutBack(e);
      throw e;
    }
    sync();
    good += frame.length;
  }

  long size() {
    return good;
  }

  /// Puts these records in place of all there are; either the old or the new ones survive.
  void replace(List<byte[]> records) throws IOException {
    Disk.DiskFile next = disk.open(fresh);
    try {
      next.truncate(0);
      next.append(header());
      for (byte[] payload : records) {
        next.append(frame(payload));
      }
      next.sync();
      disk.rename(fresh, name);
    } catch (IOException e) {
      next.close();
      disk.delete(fresh);
      throw e;
    }
    Disk.DiskFile old = file;
    file = next;
    good = next.size();
    // Appends go to the new file from here on, so its name has to be durable before the next one.
    try {
      disk.syncNames();
    } catch (IOException e) {
      broken = true;
      throw e;
    }
    old.close();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /// After a failed sync nobody knows what is on the disk, and a second sync may lie.
  private void sync() throws IOException {
    try {
      file.sync();
    } catch (IOException e) {
      broken = true;
      throw e;
    }
  }

  private void cutBack(IOException cause) {
    try {
      file.truncate(good);
    } catch (IOException e) {
      broken = true;
      cause.addSuppressed(e);
    }
  }

  private static int parse(String name, byte[] bytes, List<byte[]> records) throws IOException {
    if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException(name + " is not a journal");
    }
    if (bytes[MAGIC.length] != VERSION) {
      throw new IOException(
          "%s has version %d, this runner reads %d: start a newer runner"
              .formatted(name, bytes[MAGIC.length], VERSION));
    }
    int at = HEADER;
    int length = frameAt(bytes, at);
    while (length > 0) {
      records.add(Arrays.copyOfRange(bytes, at + FRAME, at + FRAME + length));
      at += FRAME + length;
      length = frameAt(bytes, at);
    }
    refuseDamage(name, bytes, at);
    return at;
  }

  private static void refuseDamage(String name, byte[] bytes, int from) throws IOException {
    for (int at = from + 1; at + FRAME < bytes.length; at++) {
      if (frameAt(bytes, at) > 0) {
        throw new IOException(
            ("%s is damaged at byte %d, with whole records behind it: move it aside, then the"
                    + " runner starts without its jobs, whose state the control plane then asks")
                .formatted(name, from));
      }
    }
  }

  /// Length of the payload of a whole frame at this place, or 0.
  private static int frameAt(byte[] bytes, int at) {
    if (at + FRAME >= bytes.length) {
      return 0;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, at, FRAME);
    int length = buffer.getInt();
    int crc = buffer.getInt();
    if (length <= 0 || length > MAX_RECORD || length > bytes.length - at - FRAME) {
      return 0;
    }
    return crc(bytes, at + FRAME, length) == crc ? length : 0;
  }

  private static void checkTornHeader(String name, byte[] bytes) throws IOException {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != 0 && bytes[i] != header()[i]) {
        throw new IOException(name + " is not a journal");
      }
    }
  }

  private static byte[] header() {
    byte[] header = Arrays.copyOf(MAGIC, HEADER);
    header[MAGIC.length] = VERSION;
    return header;
  }

  private static byte[] frame(byte[] payload) {
    if (payload.length == 0 || payload.length > MAX_RECORD) {
      throw new IllegalArgumentException("a record has 1 to " + MAX_RECORD + " bytes");
    }
    return ByteBuffer.allocate(FRAME + payload.length)
        .putInt(payload.length)
        .putInt(crc(payload, 0, payload.length))
        .put(payload)
        .array();
  }

  private static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
