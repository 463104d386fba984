package io.bowline.release.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.model.release.InputSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The inputs of one install, checked against what the release asks for.
public final class Inputs {
  private static final int MAX_LENGTH = 16 * 1024;
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern SECRET =
      Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}/[a-z0-9][a-z0-9.-]{0,252}#[A-Za-z0-9._-]{1,253}");

  private final Map<String, JsonNode> values;
  private final Map<String, SecretReference> secrets;

  private Inputs(Map<String, JsonNode> values, Map<String, SecretReference> secrets) {
    this.values = values;
    this.secrets = Map.copyOf(secrets);
  }

  /// Inputs that refer to Secrets of the customer, by name.
  public Map<String, SecretReference> secrets() {
    return secrets;
  }

  /// What checking gave.
  public sealed interface Checked {
    /// Usable.
    record Good(Inputs inputs) implements Checked {}

    /// One line per input that is missing, unknown or of the wrong type; values are not repeated.
    record Bad(List<String> problems) implements Checked {
      public Bad {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Checks and completes what an install gave.
  public static Checked check(List<InputSpec> specs, Map<String, String> given) {
    List<String> problems = new ArrayList<>();
    Map<String, JsonNode> values = new HashMap<>();
    Map<String, SecretReference> secrets = new HashMap<>();
    Set<String> unknown = new HashSet<>(given.keySet());
    for (InputSpec spec : specs) {
      unknown.remove(spec.name());
      Optional<String> text = Optional.ofNullable(given.get(spec.name())).or(spec::defaultValue);
      if (text.isEmpty() && spec.required()) {
        problems.add("input '" + spec.name() + "' is required and has no value");
      }
      text.flatMap(t -> problem(spec.type(), t))
          .ifPresent(p -> problems.add("input '" + spec.name() + "' " + p));
      if (problems.isEmpty()) {
        values.put(spec.name(), text.map(t -> node(spec.type(), t)).orElseGet(Inputs::absent));
        if (spec.type() == InputSpec.Type.SECRET) {
          text.ifPresent(t -> secrets.put(spec.name(), SecretReference.parse(t)));
        }
      }
    }
    unknown.stream()
        .sorted()
        .forEach(name -> problems.add("input '" + name + "' is not asked for by the release"));
    return problems.isEmpty()
        ? new Checked.Good(new Inputs(values, secrets))
        : new Checked.Bad(problems);
  }

  /// What is wrong with the text of a value, if anything.
  public static Optional<String> problem(InputSpec.Type type, String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.of("is longer than " + MAX_LENGTH + " characters");
    }
    boolean good =
        switch (type) {
          case STRING -> true;
          case INTEGER -> INTEGER.matcher(text).matches();
          case BOOLEAN -> text.equals("true") || text.equals("false");
          case SECRET -> SECRET.matcher(text).matches();
        };
    return good ? Optional.empty() : Optional.of(expectation(type));
  }

  JsonNode value(String name) {
    JsonNode value = values.get(name);
    if (value == null) {
      throw new MalformedTemplate("input '" + name + "' is not one of the release's inputs");
    }
    return value;
  }

  private static String expectation(InputSpec.Type type) {
    return switch (type) {
      case STRING -> "must be text";
      case INTEGER -> "must be a whole number";
      case BOOLEAN -> "must be true or false";
      case SECRET -> "must refer to a Kubernetes Secret as namespace/name#key, never hold a value";
    };
  }

  private static JsonNode node(InputSpec.Type type, String text) {
    return switch (type) {
      case STRING, SECRET -> JsonNodeFactory.instance.textNode(text);
      case INTEGER -> JsonNodeFactory.instance.numberNode(Long.parseLong(text));
      case BOOLEAN -> JsonNodeFactory.instance.booleanNode(text.equals("true"));
    };
  }

  private static JsonNode absent() {
    return JsonNodeFactory.instance.nullNode();
  }
}
