package io.bowline.release.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.model.release.ComponentName;
import io.bowline.release.yaml.Parsed;
import io.bowline.release.yaml.PlainYaml;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Replaces the expressions of a release.
///
/// Values are replaced in parsed data, never in text, so that a value cannot become structure. A
/// text that is one expression takes the value's type; within a longer text the value must be a
/// scalar.
public final class Resolver {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Inputs inputs;
  private final Map<ComponentName, Map<String, JsonNode>> outputs;

  private Resolver(Inputs inputs, Map<ComponentName, Map<String, JsonNode>> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /// A resolver for one stage of a plan.
  ///
  /// @param outputs known so far: JSON text by name, by component
  public static Resolver of(Inputs inputs, Map<ComponentName, Map<String, String>> outputs) {
    var parsed = new java.util.HashMap<ComponentName, Map<String, JsonNode>>();
    outputs.forEach((component, values) -> {
      var nodes = new java.util.HashMap<String, JsonNode>();
      values.forEach((name, json) -> nodes.put(name, read(json)));
      parsed.put(component, nodes);
    });
    return new Resolver(inputs, parsed);
  }

  /// Resolves a text such as an environment variable's value.
  public Resolution text(String template) {
    return run(JsonNodeFactory.instance.textNode(template), resolved -> scalar(resolved));
  }

  /// Resolves Helm values: YAML in, JSON (which is YAML, too) out.
  public Resolution values(String yaml) {
    if (yaml.isBlank()) {
      return new Resolution.Resolved("{}");
    }
    return switch (PlainYaml.parse(yaml)) {
      case Parsed.Refused(var problems) ->
          new Resolution.Impossible("values: " + problems.getFirst().message());
      case Parsed.Tree(JsonNode root, _) -> run(root, JsonNode::toString);
    };
  }

  /// Resolves a Terraform variable: JSON in, JSON out.
  public Resolution json(String json) {
    return run(read(json), JsonNode::toString);
  }

  private Resolution run(JsonNode template, java.util.function.Function<JsonNode, String> print) {
    Set<Reference.Output> missing = new TreeSet<>(Comparator.comparing(Reference.Output::toString));
    try {
      JsonNode resolved = resolve(template, missing);
      return missing.isEmpty()
          ? new Resolution.Resolved(print.apply(resolved))
          : new Resolution.Deferred(missing);
    } catch (MalformedTemplate e) {
      return new Resolution.Impossible(String.valueOf(e.getMessage()));
    }
  }

  private JsonNode resolve(JsonNode node, Set<Reference.Output> missing) {
    if (node.isTextual()) {
      return fill(Segment.split(node.textValue()), missing);
    }
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> array.add(resolve(item, missing)));
      return array;
    }
    if (node.isObject()) {
      var object = JsonNodeFactory.instance.objectNode();
      node.properties().forEach(e -> object.set(e.getKey(), resolve(e.getValue(), missing)));
      return object;
    }
    return node;
  }

  private JsonNode fill(List<Segment> segments, Set<Reference.Output> missing) {
    if (segments.size() == 1 && segments.getFirst() instanceof Segment.Hole(Reference only)) {
      return value(only, missing);
    }
    StringBuilder text = new StringBuilder();
    for (Segment segment : segments) {
      text.append(
          switch (segment) {
            case Segment.Literal(String literal) -> literal;
            case Segment.Hole(Reference reference) -> scalar(value(reference, missing));
          });
    }
    return JsonNodeFactory.instance.textNode(text.toString());
  }

  private JsonNode value(Reference reference, Set<Reference.Output> missing) {
    return switch (reference) {
      case Reference.Input(String name) -> inputs.value(name);
      case Reference.Output output -> {
        JsonNode known = outputs.getOrDefault(output.component(), Map.of()).get(output.name());
        if (known == null) {
          missing.add(output);
          yield JsonNodeFactory.instance.nullNode();
        }
        yield known;
      }
    };
  }

  private static String scalar(JsonNode value) {
    if (value.isContainerNode()) {
      throw new MalformedTemplate("a list or object cannot stand within a text");
    }
    return value.isNull() ? "" : value.asText();
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
