package io.bowline.runner.hosted.cluster.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One object that is to be in a cluster.
record ClusterObject(ObjectKind kind, ObjectNode body) {
  /// By these two one knows what a fleet has put somewhere.
  static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  static final String FLEET = "bowline.io/fleet";
  static final String MANAGER = "bowline";

  static ClusterObject of(ObjectNode body) {
    return new ClusterObject(ObjectKind.of(body), body);
  }

  String name() {
    return body.path("metadata").path("name").asText();
  }

  String namespace() {
    return body.path("metadata").path("namespace").asText();
  }

  String path() {
    return kind.path(namespace()) + "/" + name();
  }

  /// As in `StatefulSet streaming/bowline-runner`.
  String text() {
    return kind.namespaced()
        ? kind.text() + " " + namespace() + "/" + name()
        : kind.text() + " " + name();
  }

  /// Whether something that is there was put there for that fleet.
  static boolean isOf(JsonNode found, String fleet) {
    JsonNode labels = found.path("metadata").path("labels");
    return labels.path(MANAGED_BY).asText().equals(MANAGER)
        && labels.path(FLEET).asText().equals(fleet);
  }
}
