package io.bowline.release.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What one release may not change of the one before it.
final class ChangeRules {
  private static final Map<String, List<String>> IMMUTABLE =
      Map.of(
          "Deployment", List.of("spec.selector"),
          "DaemonSet", List.of("spec.selector"),
          "ReplicaSet", List.of("spec.selector"),
          "StatefulSet",
              List.of(
                  "spec.selector",
                  "spec.serviceName",
                  "spec.podManagementPolicy",
                  "spec.volumeClaimTemplates"),
          "PersistentVolumeClaim", List.of("spec.storageClassName", "spec.accessModes"),
          "ClusterRoleBinding", List.of("roleRef"),
          "RoleBinding", List.of("roleRef"),
          "StorageClass", List.of("provisioner", "parameters"));

  private final Map<String, RenderedObject> before = new HashMap<>();
  private final Findings findings;

  /// @param before what the earlier release's component renders to
  ChangeRules(List<RenderedObject> before, Findings findings) {
    before.forEach(object -> this.before.put(object.identity(), object));
    this.findings = findings;
  }

  void check(List<RenderedObject> now) {
    for (RenderedObject object : now) {
      RenderedObject earlier = before.get(object.identity());
      if (earlier != null) {
        immutable(earlier, object);
        if (object.kind().equals("CustomResourceDefinition")) {
          versions(earlier, object);
        }
      }
    }
  }

  private void immutable(RenderedObject earlier, RenderedObject now) {
    // a hook is made anew each time
    if (!now.annotation("helm.sh/hook").isEmpty()) {
      return;
    }
    for (String path : IMMUTABLE.getOrDefault(now.kind(), List.of())) {
      if (!earlier.at(path).equals(now.at(path))) {
        findings.error(
            Rule.IMMUTABLE_FIELD,
            now.file(),
            now.lineOf(path),
            now.title(),
            "changes " + path + ", which Kubernetes refuses of an object that is there");
      }
    }
  }

  private void versions(RenderedObject earlier, RenderedObject now) {
    Set<String> dropped = served(earlier);
    dropped.removeAll(served(now));
    for (String version : dropped) {
      findings.error(
          Rule.DROPPED_VERSION,
          now.file(),
          now.lineOf("spec.versions"),
          now.title(),
          "no longer serves "
              + version
              + ", which the release before did: whoever uses it, and a return, would fail");
    }
  }

  private static Set<String> served(RenderedObject definition) {
    Set<String> names = new TreeSet<>();
    for (JsonNode version : definition.at("spec.versions")) {
      if (version.path("served").asBoolean()) {
        names.add(version.path("name").asText());
      }
    }
    return names;
  }
}
