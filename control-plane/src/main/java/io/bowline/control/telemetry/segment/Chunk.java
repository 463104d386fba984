package io.bowline.control.telemetry.segment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Entries that are appended together, already in the form in which a block holds them.
public final class Chunk {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> streams = new ArrayList<>();
  private final Bytes body = new Bytes(16 * 1024);
  private final boolean packed;
  private int count;
  private long lowest = Long.MAX_VALUE;
  private long highest = Long.MIN_VALUE;
  private long before;
  private int streamBefore;

  private Chunk(boolean packed) {
    this.packed = packed;
  }

  /// For text, which is worth compressing.
  public static Chunk ofText() {
    return new Chunk(true);
  }

  /// For numbers, which are not.
  public static Chunk ofNumbers() {
    return new Chunk(false);
  }

  /// The number of a label set in this chunk.
  public int stream(String labels) {
    Integer known = numbers.putIfAbsent(labels, streams.size());
    if (known != null) {
      return known;
    }
    streams.add(labels);
    return streams.size() - 1;
  }

  public void add(int stream, long nanos, byte[] from, int at, int length) {
    head(stream, nanos);
    body.number(length);
    body.add(from, at, length);
  }

  public void add(int stream, long nanos, double value) {
    head(stream, nanos);
    body.number(Long.BYTES);
    body.eight(Double.doubleToRawLongBits(value));
  }

  private void head(int stream, long nanos) {
    body.difference((long) stream - streamBefore);
    body.difference(nanos - before);
    streamBefore = stream;
    before = nanos;
    lowest = Math.min(lowest, nanos);
    highest = Math.max(highest, nanos);
    count++;
  }

  public int count() {
    return count;
  }

  boolean packed() {
    return packed;
  }

  public List<String> streams() {
    return streams;
  }

  Bytes body() {
    return body;
  }

  long lowest() {
    return lowest;
  }

  long highest() {
    return highest;
  }
}
