package io.bowline.cli.command;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How values went, as a small picture in one line of text.
final class Course {
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int WIDTH = 24;

  private Course() {}

  static double lowest(double[] values) {
    return Arrays.stream(values).min().orElse(Double.NaN);
  }

  static double highest(double[] values) {
    return Arrays.stream(values).max().orElse(Double.NaN);
  }

  /// At most 24 bars; each is the last value of its part.
  static String of(double[] values) {
    double lowest = lowest(values);
    double span = highest(values) - lowest;
    int bars = Math.min(WIDTH, values.length);
    return IntStream.rangeClosed(1, bars)
        .mapToObj(bar -> values[bar * values.length / bars - 1])
        .map(value -> {
          double part = span > 0 ? (value - lowest) / span : 0;
          int level = (int) Math.min(BARS.length() - 1L, Math.round(part * (BARS.length() - 1)));
          return BARS.substring(level, level + 1);
        })
        .collect(Collectors.joining());
  }
}
