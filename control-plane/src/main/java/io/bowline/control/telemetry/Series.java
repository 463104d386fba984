package io.bowline.control.telemetry;

import java.util.List;

/// A series with its points in the order of time.
public record Series(Labels labels, List<Point> points) {
  public Series {
    points = List.copyOf(points);
  }

  public record Point(long nanos, double value) {}
}
