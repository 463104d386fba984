package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the words of a template come to for one install: what CloudFormation would work out, a
/// person has to be told. What is known only once a thing is there stands as `<Thing>`.
final class AwsWords {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern HOLE = Pattern.compile("\\$\\{([A-Za-z0-9:.]+)}");
  private static final int BITS = 32;

  private final JsonNode frame;
  private final Map<String, JsonNode> values;
  private final Map<String, JsonNode> things = new HashMap<>();

  /// @param frame mappings and conditions
  /// @param values of parameters and of what CloudFormation knows itself
  AwsWords(JsonNode frame, Map<String, JsonNode> values, List<AwsPart> parts) {
    this.frame = frame;
    this.values = Map.copyOf(values);
    parts.forEach(part -> things.put(part.logical(), part.body().path("Properties")));
  }

  /// Whether a thing is made.
  boolean made(AwsPart part) {
    String condition = part.body().path("Condition").asText();
    return condition.isEmpty() || holds(condition);
  }

  /// Its properties.
  JsonNode of(AwsPart part) {
    return read(part.body().path("Properties"));
  }

  private boolean holds(String name) {
    return holds(frame.path("Conditions").required(name));
  }

  private boolean holds(JsonNode condition) {
    Map.Entry<String, JsonNode> only = condition.properties().iterator().next();
    JsonNode of = only.getValue();
    return switch (only.getKey()) {
      case "Condition" -> holds(of.asText());
      case "Fn::Equals" -> read(of.path(0)).asText().equals(read(of.path(1)).asText());
      case "Fn::Not" -> !holds(of.path(0));
      case "Fn::And" -> holds(of.path(0)) && holds(of.path(1));
      default -> throw new IllegalStateException("no condition " + only.getKey());
    };
  }

  JsonNode read(JsonNode node) {
    return switch (node) {
      case ArrayNode array -> {
        ArrayNode copy = JSON.arrayNode();
        for (JsonNode each : array) {
          JsonNode value = read(each);
          if (!value.isMissingNode()) {
            copy.add(value);
          }
        }
        yield copy;
      }
      case ObjectNode object when isCall(object) -> {
        Map.Entry<String, JsonNode> only = object.properties().iterator().next();
        yield called(only.getKey(), only.getValue());
      }
      case ObjectNode object -> {
        ObjectNode copy = JSON.objectNode();
        for (var each : object.properties()) {
          JsonNode value = read(each.getValue());
          if (!value.isMissingNode()) {
            copy.set(each.getKey(), value);
          }
        }
        yield copy;
      }
      default -> node;
    };
  }

  private static boolean isCall(ObjectNode object) {
    String first = object.size() == 1 ? object.fieldNames().next() : "";
    return first.equals("Ref") || first.startsWith("Fn::");
  }

  private JsonNode called(String function, JsonNode of) {
    return switch (function) {
      case "Ref" -> named(of.asText());
      case "Fn::GetAtt" -> TextNode.valueOf(told(of.path(0).asText(), of.path(1).asText()));
      case "Fn::Sub" -> TextNode.valueOf(filled(of.asText()));
      case "Fn::If" -> read(holds(of.path(0).asText()) ? of.path(1) : of.path(2));
      case "Fn::Join" -> {
        List<String> parts = new ArrayList<>();
        read(of.path(1)).forEach(each -> parts.add(each.asText()));
        yield TextNode.valueOf(String.join(of.path(0).asText(), parts));
      }
      case "Fn::Split" -> {
        ArrayNode parts = JSON.arrayNode();
        for (String part :
            read(of.path(1)).asText().split(Pattern.quote(of.path(0).asText()), -1)) {
          parts.add(part);
        }
        yield parts;
      }
      case "Fn::Select" -> read(of.path(1)).path(read(of.path(0)).asInt());
      case "Fn::GetAZs" -> zones();
      case "Fn::FindInMap" ->
          frame
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
    return value == null ? TextNode.valueOf("<" + name + ">") : value;
  }

  /// ARNs that follow from a name are told; others stand for what the console shows.
  private String told(String thing, String what) {
    JsonNode given = things.getOrDefault(thing, JSON.missingNode());
    if (what.equals("Arn") && given.has("RoleName")) {
      return filled("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/")
          + read(given.path("RoleName")).asText();
    }
    if (what.equals("Arn") && given.has("ResourcesVpcConfig")) {
      return filled("arn:${AWS::Partition}:eks:${AWS::Region}:${AWS::AccountId}:cluster/")
          + read(given.path("Name")).asText();
    }
    return "<" + thing + ">";
  }

  String filled(String text) {
    Matcher hole = HOLE.matcher(text);
    return hole.replaceAll(found -> {
      String[] parts = found.group(1).split("\\.", -1);
      return Matcher.quoteReplacement(
          parts.length > 1 ? told(parts[0], parts[1]) : named(parts[0]).asText());
    });
  }

  private ArrayNode zones() {
    ArrayNode zones = JSON.arrayNode();
    for (String letter : List.of("a", "b", "c")) {
      zones.add(filled("${AWS::Region}") + letter);
    }
    return zones;
  }

  /// As `Fn::Cidr` cuts.
  private static ArrayNode cut(String range, int count, int bits) {
    long first = 0;
    for (String part : range.substring(0, range.indexOf('/')).split("\\.", -1)) {
      first = first << 8 | Integer.parseInt(part);
    }
    ArrayNode all = JSON.arrayNode();
    for (int at = 0; at < count; at++) {
      long from = first + ((long) at << bits);
      all.add(
          "%d.%d.%d.%d/%d"
              .formatted(from >> 24, from >> 16 & 255, from >> 8 & 255, from & 255, BITS - bits));
    }
    return all;
  }
}
