package io.bowline.release.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/// An object that a chart renders to.
///
/// @param file the template that it came from, in the author's folder
/// @param lines the template's line of each value, by its path (`spec.replicas`); a guess where a
///   template is more than its own text
record RenderedObject(String file, JsonNode body, Map<String, Integer> lines) {
  RenderedObject {
    lines = Map.copyOf(lines);
  }

  String kind() {
    return body.path("kind").asText();
  }

  String name() {
    return body.path("metadata").path("name").asText();
  }

  /// Kind and name, as messages call it.
  String title() {
    return kind() + " " + name();
  }

  /// The same object in another rendering.
  String identity() {
    return String.join(
        "/",
        body.path("apiVersion").asText(),
        kind(),
        body.path("metadata").path("namespace").asText(),
        name());
  }

  /// The line of a value, or of the nearest one around it; 0 when the template is not to be seen.
  int lineOf(String path) {
    String at = path;
    while (!at.isEmpty()) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return lines.getOrDefault("", 0);
  }

  String annotation(String name) {
    return body.path("metadata").path("annotations").path(name).asText();
  }

  /// Where this object describes a pod: the path to it, if there is one.
  Optional<String> podSpec() {
    return switch (kind()) {
      case "Pod" -> Optional.of("spec");
      case "PodTemplate" -> Optional.of("template.spec");
      case "CronJob" -> Optional.of("spec.jobTemplate.spec.template.spec");
      case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job" ->
          Optional.of("spec.template.spec");
      default -> Optional.empty();
    };
  }

  /// The value at a path without indexes.
  JsonNode at(String path) {
    JsonNode node = body;
    for (String step : path.split("\\.", -1)) {
      node = node.path(step);
    }
    return node;
  }
}
