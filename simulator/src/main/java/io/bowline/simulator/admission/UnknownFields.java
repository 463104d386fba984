package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Fields of a custom object that its kind does not have: a client may ask to hear of them, or not
/// to be let through with them. Kinds that are built in have no schema here.
public final class UnknownFields {
  private static final String ANYTHING = "x-kubernetes-preserve-unknown-fields";
  private static final Set<String> EVERY_OBJECT_HAS = Set.of("apiVersion", "kind", "metadata");
  private static final String STRICT = "Strict";

  private final Kind kind;
  private final TreeSet<String> paths = new TreeSet<>();

  private UnknownFields(Kind kind) {
    this.kind = kind;
  }

  /// Looks for them.
  public static UnknownFields in(Kind kind, ObjectNode object) {
    var unknown = new UnknownFields(kind);
    if (kind.custom() && kind.schema().isObject()) {
      unknown.walk(kind.schema(), object, "");
    }
    return unknown;
  }

  /// What a server-side apply says: it cannot merge what has no type.
  public void refuseApplied(ObjectNode object, String apiVersion) {
    if (paths.isEmpty()) {
      return;
    }
    List<String> told =
        paths.stream().map(p -> "." + p + ": field not declared in schema").toList();
    throw new Refusal(
        500,
        "",
        "failed to create typed patch object (%s/%s; %s, Kind=%s): %s"
            .formatted(
                Tree.text(object, "metadata", "namespace"),
                Tree.text(object, "metadata", "name"),
                apiVersion,
                kind.name(),
                told.size() == 1 ? told.getFirst() : "errors:\n  " + String.join("\n  ", told)));
  }

  /// Refuses them where a whole object comes and the client asks for that.
  public void refuseWhole(String asked, String version) {
    if (asked.equals(STRICT) && !paths.isEmpty()) {
      throw Refusal.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
              .formatted(kind.name(), version, kind.name(), sentences()));
    }
  }

  /// Refuses them where a patch comes and the client asks for that.
  public void refusePatch(String asked, ObjectNode patch) {
    if (asked.equals(STRICT) && !paths.isEmpty()) {
      throw new Refusal(
          422,
          "Invalid",
          " \"\" is invalid: patch: Invalid value: \"%s\": strict decoding error: %s"
              .formatted(patch.toString().replace("\"", "\\\""), sentences()));
    }
  }

  /// The warnings that go with an answer, unless the client wants none.
  public String warnings(String asked) {
    return asked.equals("Ignore")
        ? ""
        : paths.stream()
            .map(path -> "299 - \"unknown field \\\"" + path + "\\\"\"")
            .collect(Collectors.joining(", "));
  }

  private String sentences() {
    return paths.stream()
        .map(path -> "unknown field \"" + path + "\"")
        .collect(Collectors.joining(", "));
  }

  private void walk(JsonNode schema, JsonNode value, String at) {
    switch (value) {
      case ObjectNode object -> {
        boolean embedded = schema.path("x-kubernetes-embedded-resource").asBoolean();
        boolean whole = at.isEmpty() || embedded;
        object
            .properties()
            .forEach(field -> {
              if (!whole || !EVERY_OBJECT_HAS.contains(field.getKey())) {
                field(schema, field.getKey(), field.getValue(), at);
              }
            });
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          walk(schema.path("items"), array.get(i), at + "[" + i + "]");
        }
      }
      default -> {}
    }
  }

  private void field(JsonNode schema, String name, JsonNode value, String at) {
    String path = at.isEmpty() ? name : at + "." + name;
    JsonNode of = CustomSchema.property(schema, name);
    if (!of.isMissingNode()) {
      walk(of, value, path);
    } else if (!schema.path(ANYTHING).asBoolean()) {
      paths.add(path);
    }
  }
}
