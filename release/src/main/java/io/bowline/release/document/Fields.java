package io.bowline.release.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads the fields of one JSON object, notes every problem with its path, and in the end refuses
/// the fields that nobody asked for.
final class Fields {
  private final JsonNode object;
  private final String path;
  private final List<Problem> problems;
  private final Set<String> asked = new HashSet<>();

  Fields(JsonNode node, String path, List<Problem> problems) {
    this.path = path;
    this.problems = problems;
    this.object = node.isObject() ? node : JsonNodeFactory.instance.objectNode();
    if (!node.isObject()) {
      problems.add(new Problem(path, "must be an object"));
    }
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void problem(String key, String message) {
    problems.add(new Problem(path(key), message));
  }

  boolean has(String key) {
    return get(key).isPresent();
  }

  Optional<JsonNode> get(String key) {
    asked.add(key);
    JsonNode value = object.get(key);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /// A text that must be there; an empty one stands in for it after a problem.
  String text(String key, int max) {
    Optional<String> text = optionalText(key, max);
    if (text.isEmpty() && !has(key)) {
      problem(key, "is required");
    }
    return text.orElse("");
  }

  Optional<String> optionalText(String key, int max) {
    Optional<JsonNode> value = get(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isTextual()) {
      problem(key, "must be text (quote it)");
      return Optional.empty();
    }
    String text = value.get().textValue();
    if (text.length() > max) {
      problem(key, "is longer than " + max + " characters");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /// A required text of a grammar; the parser's complaint becomes the problem.
  <T> Optional<T> parsed(String key, Function<String, T> parser) {
    String text = text(key, 1024);
    return text.isEmpty() ? Optional.empty() : parse(key, text, parser);
  }

  <T> T parsed(String key, T otherwise, Function<String, T> parser) {
    return optionalText(key, 1024).flatMap(text -> parse(key, text, parser)).orElse(otherwise);
  }

  private <T> Optional<T> parse(String key, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      problem(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  long number(String key, long min, long max) {
    if (!has(key)) {
      problem(key, "is required");
      return min;
    }
    return number(key, min, min, max);
  }

  long number(String key, long otherwise, long min, long max) {
    Optional<JsonNode> value = get(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    JsonNode node = value.get();
    if (node.isIntegralNumber()
        && node.canConvertToLong()
        && node.longValue() >= min
        && node.longValue() <= max) {
      return node.longValue();
    }
    problem(key, "must be a whole number from " + min + " to " + max);
    return otherwise;
  }

  boolean flag(String key, boolean otherwise) {
    Optional<JsonNode> value = get(key);
    if (value.isPresent() && !value.get().isBoolean()) {
      problem(key, "must be true or false");
    }
    return value.map(node -> node.asBoolean(otherwise)).orElse(otherwise);
  }

  /// The object under a key; an absent one reads as empty.
  Fields object(String key) {
    JsonNode value = get(key).orElseGet(JsonNodeFactory.instance::objectNode);
    return new Fields(value, path(key), problems);
  }

  List<Fields> objects(String key, int max) {
    List<Fields> found = new ArrayList<>();
    int index = 0;
    for (JsonNode item : items(key, max)) {
      found.add(new Fields(item, path(key) + "[" + index++ + "]", problems));
    }
    return found;
  }

  List<String> texts(String key, int max) {
    List<String> found = new ArrayList<>();
    int index = 0;
    for (JsonNode item : items(key, max)) {
      if (item.isTextual() && item.textValue().length() <= 4096) {
        found.add(item.textValue());
      } else {
        problem(key + "[" + index + "]", "must be text of at most 4096 characters");
      }
      index++;
    }
    return found;
  }

  private Iterable<JsonNode> items(String key, int max) {
    Optional<JsonNode> value = get(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray()) {
      problem(key, "must be a list");
      return List.of();
    }
    if (value.get().size() > max) {
      problem(key, "has more than " + max + " entries");
      return List.of();
    }
    return value.get();
  }

  Map<String, JsonNode> map(String key, int max) {
    Optional<JsonNode> value = get(key);
    if (value.isEmpty()) {
      return Map.of();
    }
    if (!value.get().isObject() || value.get().size() > max) {
      problem(key, "must be an object of at most " + max + " entries");
      return Map.of();
    }
    Map<String, JsonNode> map = new LinkedHashMap<>();
    value.get().properties().forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }

  Map<String, String> textMap(String key, int max) {
    Map<String, String> texts = new LinkedHashMap<>();
    map(key, max)
        .forEach((name, node) -> {
          if (node.isTextual()) {
            texts.put(name, node.textValue());
          } else {
            problem(key + "." + name, "must be text (quote it)");
          }
        });
    return texts;
  }

  /// Refuses what was not asked for.
  void end() {
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!asked.contains(name)) {
            problem(name, "is not a known field; known here: " + String.join(", ", sorted()));
          }
        });
  }

  private List<String> sorted() {
    return asked.stream().sorted().toList();
  }
}
