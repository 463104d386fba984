package io.bowline.control.fleet.form;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// One key of a form.
///
/// @param says what its value must be; goes on after the key's name
/// @param reader empty for what its value cannot be
public record Key(
    String name, boolean required, String says, Function<JsonNode, Optional<Object>> reader) {
  private static final int LONGEST = 2_000;
  private static final int MOST_ITEMS = 50;

  /// A text.
  static Key text(String name, String form, String says) {
    Pattern pattern = Pattern.compile(form);
    return new Key(name, false, says, value -> matching(value, pattern).map(Object.class::cast));
  }

  private static Optional<String> matching(JsonNode value, Pattern pattern) {
    return Optional.of(value)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(text -> text.length() <= LONGEST && pattern.matcher(text).matches());
  }

  /// Yes or no.
  static Key flag(String name) {
    return new Key(
        name,
        false,
        "must be true or false",
        value -> value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty());
  }

  /// A whole number.
  static Key whole(String name, int least, int most) {
    return new Key(
        name,
        false,
        "must be a whole number from %d to %d".formatted(least, most),
        value -> whole(value, least, most).map(Object.class::cast));
  }

  private static Optional<Integer> whole(JsonNode value, int least, int most) {
    return Optional.of(value)
        .filter(number -> number.isIntegralNumber() && number.canConvertToInt())
        .map(JsonNode::intValue)
        .filter(number -> number >= least && number <= most);
  }

  /// A list of texts.
  static Key texts(String name, String form, String says) {
    Pattern pattern = Pattern.compile(form);
    return new Key(name, false, says, value -> all(value, pattern));
  }

  private static Optional<Object> all(JsonNode value, Pattern pattern) {
    if (!value.isArray() || value.isEmpty() || value.size() > MOST_ITEMS) {
      return Optional.empty();
    }
    List<Object> texts = new ArrayList<>();
    value.forEach(item -> matching(item, pattern).ifPresent(texts::add));
    return texts.size() == value.size() ? Optional.of(List.copyOf(texts)) : Optional.empty();
  }

  /// Processors and memory of a node.
  static Key node(String name) {
    return new Key(
        name,
        false,
        "must have cpu, 1 to 1024, and memory_gb, 1 to 65536, as whole numbers, and no more",
        Key::shape);
  }

  private static Optional<Object> shape(JsonNode value) {
    if (!value.isObject() || value.size() != 2) {
      return Optional.empty();
    }
    return whole(value.path("cpu"), 1, 1_024)
        .flatMap(cpu ->
            whole(value.path("memory_gb"), 1, 65_536)
                .map(memory -> Map.of("cpu", cpu, "memory_gb", memory)));
  }

  /// The same, which has to be there.
  Key needed() {
    return new Key(name, true, says, reader);
  }
}
