package io.bowline.testkit.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.Set;

/// A template as Moto's CloudFormation takes it. It cannot cut ranges, takes "the zones of here"
/// for those of another region, fails at an attribute of what it passed over and at the tags of a
/// key, takes policies for texts, and leaves there what a condition takes away.
final class MotoTemplate {
  private static final String KEY = "KeyPolicy";
  private static final String DOCUMENT = "PolicyDocument";

  private final JsonNode template;
  private final StackReading reading;

  /// @param reading in which what is there has its real names
  MotoTemplate(JsonNode template, StackReading reading) {
    this.template = template;
    this.reading = reading;
  }

  /// The template with these resources and no other.
  ObjectNode of(Collection<String> names) {
    ObjectNode copy = template.deepCopy();
    copy.remove("Outputs");
    copy.remove("Rules");
    ObjectNode resources = copy.putObject("Resources");
    for (String name : names) {
      ObjectNode one = template.at("/Resources/" + name).deepCopy();
      one.remove(Set.of("Condition", "DependsOn", "Metadata"));
      if (one.path("Type").asText().equals("AWS::KMS::Key")) {
        one.withObject("/Properties").remove("Tags");
      }
      ObjectNode properties = (ObjectNode) taken(one.path("Properties"), names);
      for (JsonNode policy : properties.path("Policies")) {
        ((ObjectNode) policy).put(DOCUMENT, reading.read(policy.path(DOCUMENT)).toString());
      }
      if (properties.has(KEY)) {
        properties.put(KEY, reading.read(properties.path(KEY)).toString());
      }
      one.set("Properties", properties);
      resources.set(name, one);
    }
    return copy;
  }

  private JsonNode taken(JsonNode value, Collection<String> names) {
    return switch (value) {
      case ArrayNode list -> {
        ArrayNode copy = list.arrayNode();
        list.forEach(each -> copy.add(taken(each, names)));
        yield copy;
      }
      case ObjectNode object -> {
        if (object.has("Fn::GetAZs")) {
          yield object.objectNode().put("Fn::GetAZs", "eu-central-1");
        }
        if (object.at("/Fn::Select/1").has("Fn::Cidr")
            || isElsewhere(object.path("Fn::GetAtt").path(0), names)
            || isElsewhere(object.path("Ref"), names)) {
          yield TextNode.valueOf(reading.read(object).asText());
        }
        ObjectNode copy = object.objectNode();
        object.properties().forEach(each -> copy.set(each.getKey(), taken(each.getValue(), names)));
        yield copy;
      }
      default -> value;
    };
  }

  /// Whether it names a resource that Moto did not make.
  private boolean isElsewhere(JsonNode name, Collection<String> names) {
    return template.path("Resources").has(name.asText()) && !names.contains(name.asText());
  }
}
