package io.bowline.control.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A label set within its limits, in an order that does not depend on the sender.
public final class Labels {
  static final int MAX_LABELS = 40;
  static final int MAX_NAME = 128;
  static final int MAX_VALUE = 2_048;

  /// No label name or value may hold it, so that the text form can be taken apart again.
  private static final char SEPARATOR = '\u0000';

  private final SortedMap<String, String> values;
  private final String text;

  private Labels(SortedMap<String, String> values, String text) {
    this.values = Collections.unmodifiableSortedMap(values);
    this.text = text;
  }

  /// Checks and orders labels.
  ///
  /// @throws IllegalArgumentException naming the label that is too long or too many
  public static Labels of(Map<String, String> values) {
    if (values.size() > MAX_LABELS) {
      throw new IllegalArgumentException(
          "label set has " + values.size() + " labels; at most " + MAX_LABELS + " are taken");
    }
    values.forEach(Labels::check);
    var sorted = new TreeMap<>(values);
    var text = new StringBuilder();
    sorted.forEach(
        (name, value) -> text.append(name).append(SEPARATOR).append(value).append(SEPARATOR));
    return new Labels(sorted, text.toString());
  }

  private static void check(String name, String value) {
    if (name.isEmpty() || name.length() > MAX_NAME || name.indexOf(SEPARATOR) >= 0) {
      throw new IllegalArgumentException(
          "label name must have 1 to " + MAX_NAME + " characters and no NUL");
    }
    if (value.length() > MAX_VALUE || value.indexOf(SEPARATOR) >= 0) {
      throw new IllegalArgumentException(
          "value of label " + name + " must have at most " + MAX_VALUE + " characters and no NUL");
    }
  }

  public SortedMap<String, String> values() {
    return values;
  }

  String text() {
    return text;
  }

  static Labels parse(String text) {
    var values = new TreeMap<String, String>();
    int at = 0;
    while (at < text.length()) {
      int middle = text.indexOf(SEPARATOR, at);
      int end = text.indexOf(SEPARATOR, middle + 1);
      values.put(text.substring(at, middle), text.substring(middle + 1, end));
      at = end + 1;
    }
    return new Labels(values, text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Labels labels && labels.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
