package io.bowline.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Catalogue;
import io.bowline.simulator.kind.Kind;
import java.util.List;
import java.util.Map;

/// Just enough OpenAPI that clients leave validation to the server, and can explain custom kinds.
/// Of the fields of built-in kinds it says nothing.
final class OpenApi {
  private final Catalogue catalogue;

  OpenApi(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// Which documents there are.
  ObjectNode index() {
    ObjectNode index = Tree.object();
    ObjectNode paths = index.putObject("paths");
    catalogue
        .groups()
        .forEach((group, versions) ->
            versions.forEach(version -> {
              String path = base(group, version).substring(1);
              paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path);
            }));
    return index;
  }

  /// The paths of one group and version that can be patched, with the parameters that say so.
  ObjectNode document(String group, String version) {
    ObjectNode document = Tree.object();
    document.put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", ApiServer.VERSION);
    ObjectNode paths = document.putObject("paths");
    for (Kind kind : catalogue.all()) {
      if (kind.group().equals(group) && kind.versions().contains(version)) {
        String scope = kind.namespaced() ? "/namespaces/{namespace}/" : "/";
        ObjectNode path = paths.putObject(base(group, version) + scope + kind.plural() + "/{name}");
        operation(path.putObject("patch"), kind, version);
        about(path.putObject("get"), kind, version);
      }
    }
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    for (Kind kind : catalogue.all()) {
      boolean described = kind.custom() && kind.schema().isObject();
      if (described && kind.group().equals(group) && kind.versions().contains(version)) {
        schemas.set(group + "." + version + "." + kind.name(), schema(kind, version));
      }
    }
    return document;
  }

  /// What a custom kind's definition says of its fields, for people who ask.
  private static ObjectNode schema(Kind kind, String version) {
    ObjectNode schema = kind.schema().deepCopy();
    ObjectNode properties = Tree.grow(schema, "properties");
    for (String text : List.of("apiVersion", "kind")) {
      properties.putObject(text).put("type", "string");
    }
    properties.putObject("metadata").put("type", "object");
    schema
        .putArray("x-kubernetes-group-version-kind")
        .addObject()
        .put("group", kind.group())
        .put("kind", kind.name())
        .put("version", version);
    return schema;
  }

  /// The same in the older form, without definitions.
  ObjectNode swagger() {
    ObjectNode document = Tree.object();
    document.put("swagger", "2.0");
    document.putObject("info").put("title", "Kubernetes").put("version", ApiServer.VERSION);
    document.putObject("paths");
    document.putObject("definitions");
    return document;
  }

  private static void about(ObjectNode operation, Kind kind, String version) {
    operation
        .putObject("x-kubernetes-group-version-kind")
        .put("group", kind.group())
        .put("kind", kind.name())
        .put("version", version);
  }

  private static void operation(ObjectNode patch, Kind kind, String version) {
    about(patch, kind, version);
    ArrayNode parameters = patch.putArray("parameters");
    for (Map.Entry<String, String> parameter :
        List.of(
            Map.entry("dryRun", "string"),
            Map.entry("fieldManager", "string"),
            Map.entry("fieldValidation", "string"),
            Map.entry("force", "boolean"))) {
      ObjectNode one = parameters.addObject();
      one.put("name", parameter.getKey()).put("in", "query");
      one.putObject("schema").put("type", parameter.getValue());
    }
    patch.putObject("responses").putObject("200").put("description", "OK");
  }

  private static String base(String group, String version) {
    return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
  }
}
