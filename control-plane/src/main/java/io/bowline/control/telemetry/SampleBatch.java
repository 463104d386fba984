package io.bowline.control.telemetry;

import io.bowline.control.telemetry.segment.Chunk;
import java.util.List;

/// Samples of one push; the metric's name is the label `__name__`.
public final class SampleBatch {
  private final Chunk chunk = Chunk.ofNumbers();

  /// The number of a series within this batch.
  public int series(Labels labels) {
    return chunk.stream(labels.text());
  }

  public void add(int series, long nanos, double value) {
    chunk.add(series, nanos, value);
  }

  public int count() {
    return chunk.count();
  }

  /// The label sets of its series, each as one text.
  public List<String> labelSets() {
    return chunk.streams();
  }

  Chunk chunk() {
    return chunk;
  }
}
