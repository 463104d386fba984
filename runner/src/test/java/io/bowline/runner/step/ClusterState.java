package io.bowline.runner.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.Observed;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Every object of a namespace, of every kind that the API server lists, as a return has to leave
/// it: without what controllers derive from other objects, and without the records of Helm,
/// Terraform and ourselves.
final class ClusterState {
  private static final Set<String> DERIVED =
      Set.of("Pod", "Event", "Endpoints", "EndpointSlice", "Lease", "PodMetrics");

  /// What a controller puts into every namespace, sooner or later.
  private static final Set<String> EVERYWHERE =
      Set.of("ConfigMap/kube-root-ca.crt", "ServiceAccount/default");

  private static final Set<String> RECORDS = Set.of("helm.sh/release.v1", "bowline.io/inventory");

  private final Cluster cluster;
  private final List<Kind> kinds;

  private record Kind(String version, String name) {}

  ClusterState(Cluster cluster) {
    this.cluster = cluster;
    kinds = kinds(cluster);
  }

  /// Canonical text by kind and name.
  Map<String, String> of(String namespace) {
    var state = new TreeMap<String, String>();
    for (Kind kind : kinds) {
      for (ObjectNode object : cluster.list(kind.version(), kind.name(), namespace, Map.of())) {
        String name = kind.name() + "/" + object.path("metadata").path("name").asText();
        if (!EVERYWHERE.contains(name) && !isDerived(object) && !isRecord(object)) {
          state.put(
              name,
              new String(Json.canonical(Observed.withoutVolatile(object)), StandardCharsets.UTF_8));
        }
      }
    }
    return state;
  }

  private static List<Kind> kinds(Cluster cluster) {
    List<String> versions = new ArrayList<>(List.of("v1"));
    for (APIGroup group : cluster.client().getApiGroups().getGroups()) {
      versions.add(group.getPreferredVersion().getGroupVersion());
    }
    var kinds = new LinkedHashMap<String, Kind>();
    for (String version : versions) {
      APIResourceList resources = cluster.client().getApiResources(version);
      for (APIResource resource :
          resources == null ? List.<APIResource>of() : resources.getResources()) {
        boolean listed = resource.getNamespaced() && resource.getVerbs().contains("list");
        if (listed && !resource.getName().contains("/") && !DERIVED.contains(resource.getKind())) {
          kinds.putIfAbsent(resource.getKind(), new Kind(version, resource.getKind()));
        }
      }
    }
    return List.copyOf(kinds.values());
  }

  private static boolean isDerived(ObjectNode object) {
    for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  /// A hook's Job ran and cannot un-run: it is Helm's.
  private static boolean isRecord(ObjectNode object) {
    JsonNode metadata = object.path("metadata");
    String type = object.path("type").asText();
    boolean state = metadata.path("name").asText().startsWith("tfstate-");
    boolean hook =
        object.path("kind").asText().equals("Job")
            && metadata.path("annotations").has("helm.sh/hook");
    return RECORDS.contains(type) || state || hook;
  }
}
