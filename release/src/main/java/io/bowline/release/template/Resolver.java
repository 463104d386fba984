package io.bowline.release.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.model.release.ComponentName;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

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

  /// The Secret that a text stands for, when it is one whole expression for a secret input.
  public Optional<SecretReference> secret(String template) {
    return switch (Segment.split(template)) {
      case List<Segment> only
          when only.size() == 1
              && only.getFirst() instanceof Segment.Hole(Reference.Input(String name)) ->
          Optional.ofNullable(inputs.secrets().get(name));
      case List<Segment> _ -> Optional.empty();
    };
  }

  /// Resolves a text such as an environment variable's value. A secret input has none: ask for the
  /// `secret` first.
  public Resolution text(String template) {
    return run(
        JsonNodeFactory.instance.textNode(template),
        Resolver::scalar,
        secret -> {
          throw new MalformedTemplate("secret input " + secret + " cannot stand within a text");
        });
  }

  /// Resolves Helm values: YAML in, JSON (which is YAML, too) out. A secret input becomes what
  /// `secretKeyRef` takes, `name` and `key`.
  ///
  /// @param namespace of the release, in which its pods look for Secrets
  public Resolution values(String yaml, String namespace) {
    if (yaml.isBlank()) {
      return new Resolution.Resolved("{}");
    }
    return switch (PlainYaml.parse(yaml)) {
      case Parsed.Refused(var problems) ->
          new Resolution.Impossible("values: " + problems.getFirst().message());
      case Parsed.Tree(JsonNode root, _) ->
          run(root, JsonNode::toString, secret -> keyRef(secret, namespace));
    };
  }

  /// Resolves a Terraform variable: JSON in, JSON out. A secret input is its reference.
  public Resolution json(String json) {
    return run(
        read(json),
        JsonNode::toString,
        secret -> JsonNodeFactory.instance.textNode(secret.toString()));
  }

  private static JsonNode keyRef(SecretReference secret, String namespace) {
    if (!secret.namespace().equals(namespace)) {
      throw new MalformedTemplate(
          "secret input "
              + secret
              + " is not in namespace "
              + namespace
              + ", where the component looks for it");
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", secret.name())
        .put("key", secret.key());
  }

  private Resolution run(
      JsonNode template,
      Function<JsonNode, String> print,
      Function<SecretReference, JsonNode> secretAs) {
    Set<Reference.Output> missing = new TreeSet<>(Comparator.comparing(Reference.Output::toString));
    try {
      JsonNode resolved = resolve(template, missing, secretAs);
      return missing.isEmpty()
          ? new Resolution.Resolved(print.apply(resolved))
          : new Resolution.Deferred(missing);
    } catch (MalformedTemplate e) {
      return new Resolution.Impossible(String.valueOf(e.getMessage()));
    }
  }

  private JsonNode resolve(
      JsonNode node, Set<Reference.Output> missing, Function<SecretReference, JsonNode> secretAs) {
    if (node.isTextual()) {
      return fill(Segment.split(node.textValue()), missing, secretAs);
    }
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> array.add(resolve(item, missing, secretAs)));
      return array;
    }
    if (node.isObject()) {
      var object = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(e -> object.set(e.getKey(), resolve(e.getValue(), missing, secretAs)));
      return object;
    }
    return node;
  }

  private JsonNode fill(
      List<Segment> segments,
      Set<Reference.Output> missing,
      Function<SecretReference, JsonNode> secretAs) {
    if (segments.size() == 1 && segments.getFirst() instanceof Segment.Hole(Reference only)) {
      return value(only, missing, secretAs);
    }
    StringBuilder text = new StringBuilder();
    for (Segment segment : segments) {
      text.append(
          switch (segment) {
            case Segment.Literal(String literal) -> literal;
            case Segment.Hole(Reference reference) -> scalar(value(reference, missing, secretAs));
          });
    }
    return JsonNodeFactory.instance.textNode(text.toString());
  }

  private JsonNode value(
      Reference reference,
      Set<Reference.Output> missing,
      Function<SecretReference, JsonNode> secretAs) {
    return switch (reference) {
      case Reference.Input(String name) -> {
        SecretReference secret = inputs.secrets().get(name);
        yield secret == null ? inputs.value(name) : secretAs.apply(secret);
      }
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
