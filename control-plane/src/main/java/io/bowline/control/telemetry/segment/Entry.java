package io.bowline.control.telemetry.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One line or sample in a segment, as a window on the bytes of its block.
public final class Entry {
  private final Position at;
  private final long nanos;
  private final String labels;
  private final byte[] bytes;
  private final int from;
  private final int length;

  Entry(Position at, long nanos, String labels, byte[] bytes, int from, int length) {
    this.at = at;
    this.nanos = nanos;
    this.labels = labels;
    this.bytes = bytes;
    this.from = from;
    this.length = length;
  }

  /// Unique; grows in the order of arrival.
  public Position at() {
    return at;
  }

  /// Since the epoch.
  public long nanos() {
    return nanos;
  }

  /// Canonical text of the label set.
  public String labels() {
    return labels;
  }

  /// The payload as a line.
  public String line() {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  /// The payload as a sample's value.
  public double value() {
    return ByteBuffer.wrap(bytes, from, length).getDouble();
  }
}
