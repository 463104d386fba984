package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tags by which everything that belongs to an install is found again.
final class AwsTags {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AwsTags() {}

  /// Puts them on a resource, in the form which it takes.
  ///
  /// @param part as it stands in `stack.yaml`
  static void put(JsonNode part, ObjectNode body) {
    String form = part.path("tags").asText();
    if (form.equals("none")) {
      return;
    }
    ObjectNode properties = body.withObject("/Properties");
    var tags = new LinkedHashMap<String, JsonNode>();
    tags.put("bowline:install", JSON.objectNode().put("Ref", "InstallId"));
    tags.put("bowline:name", JSON.objectNode().put("Ref", "Name"));
    tags.put("bowline:layer", TextNode.valueOf("base"));
    part.path("also").properties().forEach(each -> tags.put(each.getKey(), each.getValue()));
    if (part.has("name")) {
      tags.put("Name", named(part.path("name").asText()));
    }
    switch (form) {
      case "list" -> properties.set("Tags", list(tags));
      case "map" -> tags.forEach(properties.putObject("Tags")::set);
      case "template" -> template(tags, properties);
      default -> throw new IllegalStateException("stack.yaml: tags of " + part.path("logical"));
    }
  }

  /// A launch template has tags, and tags what is launched by it.
  private static void template(Map<String, JsonNode> tags, ObjectNode properties) {
    JsonNode name = tags.remove("Name");
    ObjectNode own = properties.putArray("TagSpecifications").addObject();
    own.put("ResourceType", "launch-template").set("Tags", list(tags));
    if (name != null) {
      tags.put("Name", name);
    }
    ArrayNode launched = properties.withObject("/LaunchTemplateData").putArray("TagSpecifications");
    for (String kind : List.of("instance", "volume")) {
      launched.addObject().put("ResourceType", kind).set("Tags", list(tags));
    }
  }

  private static JsonNode named(String suffix) {
    return JSON.objectNode().put("Fn::Sub", "bowline-${Name}" + suffix);
  }

  private static ArrayNode list(Map<String, JsonNode> tags) {
    ArrayNode list = JSON.arrayNode();
    tags.forEach((key, value) -> list.addObject().put("Key", key).set("Value", value));
    return list;
  }
}
