package io.bowline.runner.telemetry.exposition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads the Prometheus text exposition format 0.0.4. Lines that are not samples are left out, and
/// so is what goes beyond the limit.
public final class TextFormat {
  /// Samples of one scrape at most.
  public static final int MAX_SAMPLES = 20_000;

  /// One sample as the endpoint said it.
  ///
  /// @param labels with the metric's name as `__name__`
  public record Sample(SortedMap<String, String> labels, double value) {}

  private TextFormat() {}

  public static List<Sample> parse(String text) {
    var samples = new ArrayList<Sample>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
        .map(TextFormat::sample)
        .flatMap(Optional::stream)
        .limit(MAX_SAMPLES)
        .forEach(samples::add);
    return samples;
  }

  private static Optional<Sample> sample(String line) {
    int brace = line.indexOf('{');
    int blank = line.indexOf(' ');
    boolean labelled = brace >= 0 && (blank < 0 || brace < blank);
    int nameEnd = labelled ? brace : blank;
    if (nameEnd <= 0) {
      return Optional.empty();
    }
    var labels = new TreeMap<String, String>();
    int valueStart = labelled ? labels(line, brace + 1, labels) : blank;
    if (valueStart < 0) {
      return Optional.empty();
    }
    labels.put("__name__", line.substring(0, nameEnd));
    String value = line.substring(valueStart).strip();
    int timestamp = value.indexOf(' ');
    return number(timestamp < 0 ? value : value.substring(0, timestamp))
        .map(number -> new Sample(labels, number));
  }

  /// @return the position behind the closing brace, or -1 when the labels are malformed
  private static int labels(String line, int start, SortedMap<String, String> into) {
    int at = start;
    while (at < line.length()) {
      while (at < line.length() && (line.charAt(at) == ',' || line.charAt(at) == ' ')) {
        at++;
      }
      if (at < line.length() && line.charAt(at) == '}') {
        return at + 1;
      }
      int equals = line.indexOf("=\"", at);
      if (equals < 0) {
        return -1;
      }
      var value = new StringBuilder();
      int end = quoted(line, equals + 2, value);
      if (end < 0) {
        return -1;
      }
      into.put(line.substring(at, equals).strip(), value.toString());
      at = end;
    }
    return -1;
  }

  private static int quoted(String line, int start, StringBuilder value) {
    for (int at = start; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"') {
        return at + 1;
      }
      if (c == '\\' && at + 1 < line.length()) {
        at++;
        char escaped = line.charAt(at);
        value.append(escaped == 'n' ? '\n' : escaped);
      } else {
        value.append(c);
      }
    }
    return -1;
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(
          switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> Double.parseDouble(text);
          });
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
