package io.bowline.control.edge.ingest;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Walks over protobuf bytes without making an object of every message.
final class Wire {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;

  private final byte[] bytes;
  private final CodedInputStream in;

  private final int base;
  private int tag;

  Wire(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.in = CodedInputStream.newInstance(bytes, from, length);
    this.base = from;
  }

  /// Goes to the next field.
  ///
  /// @return its number; 0 at the end
  int field() throws IOException {
    tag = in.readTag();
    return tag >>> 3;
  }

  /// Where the walk stands in the array.
  int at() {
    return base + in.getTotalBytesRead();
  }

  void skip() throws IOException {
    if (!in.skipField(tag)) {
      throw malformed();
    }
  }

  /// A field of bytes begins here.
  ///
  /// @return its length; the walk stands behind it
  int bytes() throws IOException {
    type(BYTES);
    int length = in.readRawVarint32();
    if (length < 0) {
      throw malformed();
    }
    in.skipRawBytes(length);
    return length;
  }

  /// A field that holds a message, or a text.
  Part part() throws IOException {
    int length = bytes();
    return new Part(bytes, at() - length, length);
  }

  long number() throws IOException {
    type(VARINT);
    return in.readRawVarint64();
  }

  /// Whether the field holds several numbers in one.
  boolean packed() {
    return (tag & 7) == BYTES;
  }

  /// All numbers to the end, which follow each other without tags.
  List<Integer> numbers() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    while (!in.isAtEnd()) {
      numbers.add(in.readRawVarint32());
    }
    return numbers;
  }

  double decimal() throws IOException {
    type(FIXED64);
    return Double.longBitsToDouble(in.readRawLittleEndian64());
  }

  private void type(int wanted) throws IOException {
    if ((tag & 7) != wanted) {
      throw malformed();
    }
  }

  private static InvalidProtocolBufferException malformed() {
    return new InvalidProtocolBufferException("a field has another type than it should have");
  }

  /// A piece of the array.
  static final class Part {
    private final byte[] bytes;
    private final int from;
    private final int length;

    Part(byte[] bytes, int from, int length) {
      this.bytes = bytes;
      this.from = from;
      this.length = length;
    }

    byte[] bytes() {
      return bytes;
    }

    int from() {
      return from;
    }

    int length() {
      return length;
    }

    Wire walk() {
      return new Wire(bytes, from, length);
    }

    String text() {
      return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
  }
}
