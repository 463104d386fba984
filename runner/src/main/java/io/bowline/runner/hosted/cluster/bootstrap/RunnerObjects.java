package io.bowline.runner.hosted.cluster.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.kubernetes.RunnerManifest;
import io.bowline.runner.hosted.cluster.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The objects of `runner.yaml`, filled in, and the rights that whoever makes them needs.
public final class RunnerObjects {
  private static final List<String> WRITES = List.of("get", "create", "patch", "delete");

  private RunnerObjects() {}

  /// Those that are made now, in their order: a token that was used is not handed out again.
  static List<ClusterObject> of(RunnerTerms terms) {
    return all(terms).stream()
        .filter(object -> object.kind() != ObjectKind.SECRET || terms.enrollment().isPresent())
        .toList();
  }

  /// All that there may be.
  static List<ClusterObject> all(RunnerTerms terms) {
    var manifest =
        new RunnerManifest(
            terms.namespace(),
            terms.image(),
            terms.settings(),
            terms.trustRoot(),
            terms.policy(),
            terms.enrollment().orElse(""));
    List<ClusterObject> objects = new ArrayList<>();
    for (ObjectNode body : manifest.objects()) {
      ObjectNode labels = body.withObject("/metadata").withObject("/labels");
      labels.put(ClusterObject.MANAGED_BY, ClusterObject.MANAGER);
      labels.put(ClusterObject.FLEET, terms.fleet());
      objects.add(ClusterObject.of(body));
    }
    return objects;
  }

  /// What the credential has to be allowed: to make these objects, to take them away again, to hand
  /// on the rights that the runner gets, and to see what is checked before.
  public static List<Right> rights(String namespace) {
    var terms = new RunnerTerms("fleet", namespace, "", "", "", "", Optional.empty());
    var rights = new TreeSet<Right>();
    for (ClusterObject object : all(terms)) {
      WRITES.forEach(verb ->
          rights.add(
              new Right(verb, object.kind().group(), object.kind().plural(), object.namespace())));
      for (JsonNode rule : object.body().path("rules")) {
        handedOn(rule, object.namespace(), rights);
      }
    }
    for (String seen : List.of("nodes", "pods", "services")) {
      rights.add(new Right("list", "", seen, ""));
    }
    rights.add(new Right("list", "storage.k8s.io", "storageclasses", ""));
    return List.copyOf(rights);
  }

  private static void handedOn(JsonNode rule, String namespace, Set<Right> rights) {
    for (JsonNode group : rule.path("apiGroups")) {
      for (JsonNode resource : rule.path("resources")) {
        for (JsonNode verb : rule.path("verbs")) {
          rights.add(new Right(verb.asText(), group.asText(), resource.asText(), namespace));
        }
      }
    }
  }
}
