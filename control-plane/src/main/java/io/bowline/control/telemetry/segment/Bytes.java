package io.bowline.control.telemetry.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing array of bytes; numbers are written in as few bytes as they need.
final class Bytes {
  private byte[] bytes;
  private int size;

  Bytes(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  byte[] array() {
    return bytes;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, Math.addExact(bytes.length, size)));
    }
  }

  void number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /// Small numbers of either sign take few bytes.
  void difference(long value) {
    number((value << 1) ^ (value >> 63));
  }

  void eight(long value) {
    room(Long.BYTES);
    ByteBuffer.wrap(bytes, size, Long.BYTES).putLong(value);
    size += Long.BYTES;
  }

  void add(byte[] from, int at, int length) {
    room(length);
    System.arraycopy(from, at, bytes, size, length);
    size += length;
  }

  void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    add(utf8, 0, utf8.length);
  }
}
