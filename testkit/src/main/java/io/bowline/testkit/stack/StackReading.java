package io.bowline.testkit.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a CloudFormation template as CloudFormation does: parameters, conditions and functions
/// filled in. A resource that is referred to becomes `@` and its logical name.
public final class StackReading {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern HOLE =
      Pattern.compile("\\$\\{([A-Za-z0-9:]+)(?:\\.([A-Za-z0-9]+))?}");

  private final JsonNode template;
  private final Named referred;
  private final Map<String, JsonNode> values = new HashMap<>();

  public StackReading(JsonNode template, Map<String, String> given) {
    this(template, given, (logical, _) -> "@" + logical);
  }

  /// The same, with something else for what is referred to.
  public StackReading(JsonNode template, Map<String, String> given, Named referred) {
    this.template = template;
    this.referred = referred;
    template
        .path("Parameters")
        .properties()
        .forEach(each -> {
          String text = given.getOrDefault(each.getKey(), each.getValue().path("Default").asText());
          if (each.getValue().path("Type").asText().equals("CommaDelimitedList")) {
            ArrayNode list = JSON.arrayNode();
            for (String item : text.split(",", -1)) {
              list.add(item);
            }
            values.put(each.getKey(), list);
          } else {
            values.put(each.getKey(), TextNode.valueOf(text));
          }
        });
    values.put("AWS::Region", TextNode.valueOf("eu-central-1"));
    values.put("AWS::AccountId", TextNode.valueOf("123456789012"));
    values.put("AWS::Partition", TextNode.valueOf("aws"));
    values.put("AWS::URLSuffix", TextNode.valueOf("amazonaws.com"));
  }

  /// What stands for a resource where it is referred to.
  @FunctionalInterface
  public interface Named {
    /// The text.
    ///
    /// @param attribute of the resource; empty for what CloudFormation calls `Ref`
    String of(String logical, String attribute);
  }

  /// Those that would be made, by logical name.
  public Map<String, JsonNode> resources() {
    var made = new TreeMap<String, JsonNode>();
    template
        .path("Resources")
        .properties()
        .forEach(each -> {
          String condition = each.getValue().path("Condition").asText();
          if (condition.isEmpty() || holds(template.path("Conditions").path(condition))) {
            ObjectNode resource = JSON.objectNode();
            resource.set("Type", each.getValue().path("Type"));
            resource.set("Properties", read(each.getValue().path("Properties")));
            made.put(each.getKey(), resource);
          }
        });
    return made;
  }

  private boolean holds(JsonNode condition) {
    Map.Entry<String, JsonNode> only = condition.properties().iterator().next();
    JsonNode of = only.getValue();
    return switch (only.getKey()) {
      case "Condition" -> holds(template.path("Conditions").path(of.asText()));
      case "Fn::Equals" -> read(of.path(0)).asText().equals(read(of.path(1)).asText());
      case "Fn::Not" -> !holds(of.path(0));
      case "Fn::And" -> {
        boolean all = true;
        for (JsonNode each : of) {
          all &= holds(each);
        }
        yield all;
      }
      default -> throw new IllegalStateException("no condition " + only.getKey());
    };
  }

  /// A value of the template, with everything filled in.
  public JsonNode read(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JSON.arrayNode();
      array.forEach(each -> {
        JsonNode value = read(each);
        if (!value.isMissingNode()) {
          copy.add(value);
        }
      });
      return copy;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    if (object.size() == 1) {
      Map.Entry<String, JsonNode> only = object.properties().iterator().next();
      if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
        return called(only.getKey(), only.getValue());
      }
    }
    ObjectNode copy = JSON.objectNode();
    object
        .properties()
        .forEach(each -> {
          JsonNode value = read(each.getValue());
          if (!value.isMissingNode()) {
            copy.set(each.getKey(), value);
          }
        });
    return copy;
  }

  private JsonNode called(String function, JsonNode of) {
    return switch (function) {
      case "Ref" -> named(of.asText());
      case "Fn::GetAtt" -> TextNode.valueOf(referred.of(of.path(0).asText(), of.path(1).asText()));
      case "Fn::Sub" -> TextNode.valueOf(filled(of.asText()));
      case "Fn::If" ->
          read(
              holds(template.path("Conditions").path(of.path(0).asText()))
                  ? of.path(1)
                  : of.path(2));
      case "Fn::Join" -> {
        List<String> parts = new ArrayList<>();
        read(of.path(1)).forEach(each -> parts.add(each.asText()));
        yield TextNode.valueOf(String.join(of.path(0).asText(), parts));
      }
      case "Fn::Select" -> read(of.path(1)).path(of.path(0).asInt());
      case "Fn::Split" -> {
        ArrayNode parts = JSON.arrayNode();
        for (String part :
            read(of.path(1)).asText().split(Pattern.quote(of.path(0).asText()), -1)) {
          parts.add(part);
        }
        yield parts;
      }
      case "Fn::GetAZs" -> JSON.arrayNode().add("a").add("b").add("c");
      case "Fn::FindInMap" ->
          template
              .path("Mappings")
              .path(read(of.path(0)).asText())
              .path(read(of.path(1)).asText())
              .path(read(of.path(2)).asText());
      case "Fn::Cidr" ->
          cut(read(of.path(0)).asText(), read(of.path(1)).asInt(), read(of.path(2)).asInt());
      default -> throw new IllegalStateException("no function " + function);
    };
  }

  private JsonNode named(String name) {
    if (name.equals("AWS::NoValue")) {
      return JSON.missingNode();
    }
    JsonNode value = values.get(name);
    return value == null ? TextNode.valueOf(referred.of(name, "")) : value;
  }

  private String filled(String text) {
    Matcher hole = HOLE.matcher(text);
    return hole.replaceAll(found ->
        Matcher.quoteReplacement(
            found.group(2) == null
                ? named(found.group(1)).asText()
                : referred.of(found.group(1), found.group(2))));
  }

  private static ArrayNode cut(String range, int count, int bits) {
    long first = 0;
    for (String part : range.substring(0, range.indexOf('/')).split("\\.", -1)) {
      first = first * 256 + Integer.parseInt(part);
    }
    ArrayNode all = JSON.arrayNode();
    for (int at = 0; at < count; at++) {
      long from = first + ((long) at << bits);
      all.add(
          "%d.%d.%d.%d/%d"
              .formatted(from >> 24, from >> 16 & 255, from >> 8 & 255, from & 255, 32 - bits));
    }
    return all;
  }
}
