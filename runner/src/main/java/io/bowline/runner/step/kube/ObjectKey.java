package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.JsonNode;

/// Which object of a cluster.
///
/// @param namespace empty for what belongs to the whole cluster
public record ObjectKey(String apiVersion, String kind, String namespace, String name) {
  /// The key that an object's own text names.
  public static ObjectKey of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return new ObjectKey(
        object.path("apiVersion").asText(),
        object.path("kind").asText(),
        metadata.path("namespace").asText(""),
        metadata.path("name").asText());
  }

  /// The same object whatever version of its group names it.
  public String identity() {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return group + "/" + kind + "/" + namespace + "/" + name;
  }

  /// A guess for kinds that the server does not know yet.
  boolean needsNamespace() {
    return !kind.startsWith("Cluster")
        && !kind.equals("Namespace")
        && !kind.equals("CustomResourceDefinition");
  }

  /// As people write it: `Deployment shop/broker`.
  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
