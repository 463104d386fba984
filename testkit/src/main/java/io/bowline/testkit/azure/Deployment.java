package io.bowline.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One template at work: the part of Azure's engine for templates that ours need.
///
/// It makes what depends on nothing in the worst order that `dependsOn` allows, so that a missing
/// dependency is seen; a field that is null is not sent.
public final class Deployment {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> NOT_SENT =
      Set.of("type", "apiVersion", "name", "dependsOn", "condition", "copy", "scope", "comments");

  private static final String INNER = "Microsoft.Resources/deployments";

  private final Resources resources;
  private final Place place;
  private final JsonNode template;
  private final Map<String, JsonNode> parameters = new HashMap<>();
  private final Map<String, JsonNode> nested = new HashMap<>();
  private final Map<String, Integer> loops = new HashMap<>();

  /// Where it works.
  ///
  /// @param region where the deployment itself is
  public record Place(String subscription, Optional<String> group, String region) {
    private String id() {
      return "/subscriptions/"
          + subscription
          + group.map(name -> "/resourceGroups/" + name).orElse("");
    }
  }

  private Deployment(Resources resources, Place place, JsonNode template) {
    this.resources = resources;
    this.place = place;
    this.template = template;
  }

  /// Does what a template says.
  ///
  /// @param given values of its parameters; the others have their standard
  /// @return its outputs
  public static ObjectNode run(
      Resources resources, Place place, JsonNode template, Map<String, JsonNode> given) {
    var deployment = new Deployment(resources, place, template);
    template
        .path("parameters")
        .properties()
        .forEach(each -> {
          JsonNode value = given.get(each.getKey());
          deployment.parameters.put(
              each.getKey(),
              value == null ? deployment.standard(each.getKey(), each.getValue()) : value);
        });
    for (String name : given.keySet()) {
      if (!template.path("parameters").has(name)) {
        throw new IllegalArgumentException("the template has no parameter " + name);
      }
    }
    deployment.make();
    ObjectNode outputs = JSON.objectNode();
    template
        .path("outputs")
        .properties()
        .forEach(each ->
            outputs.set(each.getKey(), deployment.value(each.getValue().required("value"))));
    return outputs;
  }

  private JsonNode standard(String name, JsonNode parameter) {
    if (!parameter.has("defaultValue")) {
      throw new IllegalArgumentException("parameter %s is needed".formatted(name));
    }
    return value(parameter.get("defaultValue"));
  }

  private void make() {
    var waiting = new ArrayList<JsonNode>();
    Set<String> known = new HashSet<>();
    for (JsonNode each : template.required("resources")) {
      known.addAll(names(each));
    }
    for (JsonNode each : template.required("resources")) {
      if (!each.has("condition") || value(each.get("condition")).booleanValue()) {
        if (!known.containsAll(needs(each))) {
          throw new IllegalArgumentException(
              "%s waits for what is not in the template".formatted(each.path("name")));
        }
        waiting.add(each);
      }
    }
    while (!waiting.isEmpty()) {
      Set<String> open = new HashSet<>();
      waiting.forEach(each -> open.addAll(names(each)));
      JsonNode next =
          waiting.reversed().stream()
              .filter(each -> needs(each).stream().noneMatch(open::contains))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("all wait for each other: " + open));
      waiting.remove(next);
      make(next);
    }
  }

  /// By what something else may wait for it: its id, or its name alone.
  private Set<String> names(JsonNode resource) {
    Set<String> names = new HashSet<>();
    names.add(value(resource.required("name")).asText().toLowerCase(Locale.ROOT));
    boolean made = !resource.has("condition") || value(resource.get("condition")).booleanValue();
    // where an inner deployment that is not made would be need not be known
    if (made || !resource.required("type").asText().equals(INNER)) {
      names.add(id(resource).toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private Set<String> needs(JsonNode resource) {
    Set<String> needs = new HashSet<>();
    for (JsonNode each : resource.path("dependsOn")) {
      needs.add(value(each).asText().toLowerCase(Locale.ROOT));
    }
    return needs;
  }

  private String id(JsonNode resource) {
    String type = resource.required("type").asText();
    String name = value(resource.required("name")).asText();
    if (type.equals("Microsoft.Resources/resourceGroups")) {
      return "%s/resourceGroups/%s".formatted(place.id(), name);
    }
    if (type.equals(INNER)) {
      return inside(resource).id() + "/providers/" + levels(type, List.of(name));
    }
    String under = resource.has("scope") ? value(resource.get("scope")).asText() : place.id();
    return under + "/providers/" + levels(type, List.of(name.split("/", -1)));
  }

  private static String levels(String type, List<String> names) {
    String[] kinds = type.split("/", -1);
    if (kinds.length != names.size() + 1) {
      throw new IllegalArgumentException("%s and %s do not fit".formatted(type, names));
    }
    var text = new StringBuilder(kinds[0]);
    for (int at = 0; at < names.size(); at++) {
      text.append('/').append(kinds[at + 1]).append('/').append(names.get(at));
    }
    return text.toString();
  }

  private void make(JsonNode resource) {
    String id = id(resource);
    if (resource.required("type").asText().equals(INNER)) {
      nested.put(id.toLowerCase(Locale.ROOT), inner(resource));
      return;
    }
    ObjectNode body = JSON.objectNode();
    resource
        .properties()
        .forEach(each -> {
          if (!NOT_SENT.contains(each.getKey())) {
            JsonNode value = value(each.getValue());
            if (!value.isNull()) {
              body.set(each.getKey(), value);
            }
          }
        });
    resources.put(id, resource.required("apiVersion").asText(), body);
  }

  /// Where an inner deployment works: elsewhere if it says so.
  private Place inside(JsonNode resource) {
    return new Place(
        resource.has("subscriptionId")
            ? value(resource.get("subscriptionId")).asText()
            : place.subscription(),
        resource.has("resourceGroup")
            ? Optional.of(value(resource.get("resourceGroup")).asText())
            : resource.has("location") ? Optional.empty() : place.group(),
        place.region());
  }

  private JsonNode inner(JsonNode resource) {
    JsonNode properties = resource.required("properties");
    if (!properties.at("/expressionEvaluationOptions/scope").asText().equals("inner")) {
      throw new IllegalArgumentException("an inner template is worked out inside");
    }
    var given = new HashMap<String, JsonNode>();
    properties
        .path("parameters")
        .properties()
        .forEach(each -> given.put(each.getKey(), value(each.getValue().required("value"))));
    ObjectNode outputs = JSON.objectNode();
    run(resources, inside(resource), properties.required("template"), given)
        .properties()
        .forEach(each -> outputs.putObject(each.getKey()).set("value", each.getValue()));
    return JSON.objectNode().set("outputs", outputs);
  }

  // --- values ------------------------------------------------------------------------------------

  private JsonNode value(JsonNode node) {
    if (node.isTextual()) {
      String text = node.textValue();
      return ArmExpression.is(text)
          ? value(ArmExpression.of(text))
          : TextNode.valueOf(text.startsWith("[[") ? text.substring(1) : text);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode made = JSON.arrayNode();
      array.forEach(each -> made.add(value(each)));
      return made;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode made = JSON.objectNode();
      object
          .properties()
          .forEach(each -> {
            if (each.getKey().equals("copy") && each.getValue().isArray()) {
              each.getValue().forEach(loop -> made.set(loop.path("name").asText(), loop(loop)));
            } else {
              JsonNode value = value(each.getValue());
              if (!value.isNull()) {
                made.set(field(each.getKey()), value);
              }
            }
          });
      return made;
    }
    return node;
  }

  /// Names of fields may be expressions, too.
  private String field(String name) {
    return ArmExpression.is(name) ? value(ArmExpression.of(name)).asText() : name;
  }

  private ArrayNode loop(JsonNode loop) {
    String name = loop.path("name").asText();
    int count = value(loop.required("count")).intValue();
    ArrayNode made = JSON.arrayNode();
    for (int at = 0; at < count; at++) {
      loops.put(name, at);
      made.add(value(loop.required("input")));
    }
    loops.remove(name);
    return made;
  }

  private JsonNode value(ArmExpression expression) {
    return switch (expression) {
      case ArmExpression.Literal literal -> literal.value();
      case ArmExpression.Part part -> part(value(part.of()), value(part.key()));
      case ArmExpression.Call call -> call(call);
    };
  }

  private static JsonNode part(JsonNode of, JsonNode key) {
    JsonNode found = key.isInt() ? of.get(key.intValue()) : of.get(key.asText());
    if (found == null) {
      throw new IllegalArgumentException("no %s in %s".formatted(key, of));
    }
    return found;
  }

  private JsonNode call(ArmExpression.Call call) {
    List<ArmExpression> given = call.arguments();
    return switch (call.name()) {
      case "if" -> value(given.get(value(given.get(0)).booleanValue() ? 1 : 2));
      case "parameters" -> known(parameters, word(given, 0));
      case "variables" -> variable(word(given, 0));
      case "copyindex" -> IntNode.valueOf(loops.getOrDefault(word(given, 0), -1));
      case "subscription" ->
          JSON.objectNode()
              .put("subscriptionId", place.subscription())
              .put("id", "/subscriptions/" + place.subscription());
      case "deployment" -> JSON.objectNode().put("location", place.region());
      case "newguid" -> TextNode.valueOf("8e4f0d6c-7ad3-4f6e-9d0a-0f1e2d3c4b5a");
      case "resourceid" -> TextNode.valueOf(resourceId(words(given)));
      case "extensionresourceid" ->
          TextNode.valueOf(
              word(given, 0) + "/providers/" + levels(words(given.subList(1, given.size()))));
      case "subscriptionresourceid" ->
          TextNode.valueOf(
              "/subscriptions/" + place.subscription() + "/providers/" + levels(words(given)));
      case "reference" -> reference(word(given, 0), given.size() > 1);
      default -> ArmValues.of(call.name(), given.stream().map(this::value).toList());
    };
  }

  /// With a subscription and a group before the type, or without.
  private String resourceId(List<String> words) {
    int type = 0;
    while (!words.get(type).contains("/")) {
      type++;
    }
    Place where =
        switch (type) {
          case 0 -> place;
          case 1 -> new Place(place.subscription(), Optional.of(words.get(0)), place.region());
          default -> new Place(words.get(0), Optional.of(words.get(1)), place.region());
        };
    return where.id() + "/providers/" + levels(words.subList(type, words.size()));
  }

  private static String levels(List<String> words) {
    return levels(words.getFirst(), words.subList(1, words.size()));
  }

  private JsonNode variable(String name) {
    JsonNode variable = template.path("variables").get(name);
    if (variable == null) {
      throw new IllegalArgumentException("no variable " + name);
    }
    if (variable.toString().contains("reference(")) {
      throw new IllegalArgumentException("a variable refers to a resource: " + name);
    }
    return value(variable);
  }

  private JsonNode reference(String id, boolean versioned) {
    JsonNode inner = nested.get(id.toLowerCase(Locale.ROOT));
    if (inner != null) {
      return inner;
    }
    if (!versioned) {
      throw new IllegalArgumentException("which version of " + id);
    }
    return resources
        .get(id)
        .map(found -> found.there().path("properties"))
        .orElseThrow(() -> new ArmRefused(404, "ResourceNotFound", id + " is not there"));
  }

  private static JsonNode known(Map<String, JsonNode> values, String name) {
    JsonNode found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return found;
  }

  private String word(List<ArmExpression> given, int at) {
    return value(given.get(at)).asText();
  }

  private List<String> words(List<ArmExpression> given) {
    return given.stream().map(each -> value(each).asText()).toList();
  }
}
