package io.bowline.simulator.wire;

import java.util.Arrays;

/// A cursor over protobuf's wire format.
final class Reader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private final byte[] from;
  private int at;

  Reader(byte[] from) {
    this.from = from;
  }

  boolean more() {
    return at < from.length;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= from.length) {
        throw new Unreadable("protobuf ends inside a number");
      }
      byte next = from[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new Unreadable("protobuf number is longer than 64 bits");
  }

  byte[] bytes() {
    long length = varint();
    if (length < 0 || length > from.length - at) {
      throw new Unreadable("protobuf field is longer than its message");
    }
    byte[] read = Arrays.copyOfRange(from, at, at + (int) length);
    at += (int) length;
    return read;
  }

  void skip(int wireType) {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> forward(8);
      case BYTES -> bytes();
      case FIXED32 -> forward(4);
      default -> throw new Unreadable("protobuf wire type " + wireType + " is not in use");
    }
  }

  private void forward(int count) {
    if (count > from.length - at) {
      throw new Unreadable("protobuf ends inside a number");
    }
    at += count;
  }
}
