package io.bowline.runner.hosted.cluster.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Every object of every kind in a cluster, without what changes by itself.
final class World {
  private static final Set<String> RESTLESS =
      Set.of(
          "events",
          "leases",
          "endpoints",
          "endpointslices",
          "componentstatuses",
          "replicasets",
          "controllerrevisions");

  /// What controllers write some time after an object was made.
  private static final Set<String> IN_TIME =
      Set.of("configmaps kube-root-ca.crt", "serviceaccounts default");

  private static final String REVISION = "deployment.kubernetes.io/revision";

  private final ClusterCalls calls;
  private final Map<String, JsonNode> objects = new TreeMap<>();

  private World(ClusterCalls calls) {
    this.calls = calls;
  }

  static Map<String, JsonNode> of(ClusterCalls calls) throws Exception {
    var world = new World(calls);
    world.read("/api/v1");
    for (JsonNode group : calls.get("/apis").body().path("groups")) {
      world.read("/apis/" + group.path("preferredVersion").path("groupVersion").asText());
    }
    return world.objects;
  }

  private void read(String base) throws Exception {
    for (JsonNode resource : calls.get(base).body().path("resources")) {
      String name = resource.path("name").asText();
      if (resource.path("verbs").toString().contains("\"list\"") && !RESTLESS.contains(name)) {
        Answer listed = calls.get(base + "/" + name);
        for (JsonNode item : listed.body().path("items")) {
          JsonNode metadata = item.path("metadata");
          if (IN_TIME.contains(name + " " + metadata.path("name").asText())) {
            continue;
          }
          objects.put(
              base
                  + " "
                  + name
                  + " "
                  + metadata.path("namespace").asText()
                  + "/"
                  + metadata.path("name").asText(),
              still(item.deepCopy()));
        }
      }
    }
  }

  private static JsonNode still(JsonNode item) {
    ((ObjectNode) item).remove("status");
    ObjectNode metadata = (ObjectNode) item.path("metadata");
    metadata.remove("resourceVersion");
    metadata.remove("managedFields");
    if (metadata.path("annotations") instanceof ObjectNode notes) {
      notes.remove(REVISION);
      if (notes.isEmpty()) {
        metadata.remove("annotations");
      }
    }
    return item;
  }
}
