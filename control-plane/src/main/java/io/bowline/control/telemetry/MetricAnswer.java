package io.bowline.control.telemetry;

import java.util.List;

/// What a query of metrics finds.
public sealed interface MetricAnswer {
  /// All of it.
  record Found(List<Series> series) implements MetricAnswer {
    public Found {
      series = List.copyOf(series);
    }
  }

  /// More than an answer may hold.
  ///
  /// @param what is too much, and how much is allowed
  record TooMuch(String what) implements MetricAnswer {}
}
