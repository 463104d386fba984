package io.bowline.control.telemetry;

import io.bowline.control.telemetry.segment.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Log lines of one push, gathered without a detour through objects for each line.
public final class LogBatch {
  private final Chunk chunk = Chunk.ofText();

  /// The number of a stream within this batch.
  public int stream(Labels labels) {
    return chunk.stream(labels.text());
  }

  /// Adds a line.
  ///
  /// @param utf8 holds the line
  /// @param at where it begins
  public void add(int stream, long nanos, byte[] utf8, int at, int length) {
    chunk.add(stream, nanos, utf8, at, length);
  }

  public void add(Labels labels, long nanos, String line) {
    byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
    add(stream(labels), nanos, utf8, 0, utf8.length);
  }

  public int count() {
    return chunk.count();
  }

  /// The label sets of its streams, each as one text.
  public List<String> labelSets() {
    return chunk.streams();
  }

  Chunk chunk() {
    return chunk;
  }
}
