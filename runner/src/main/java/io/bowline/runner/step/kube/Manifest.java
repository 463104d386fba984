package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// The objects that a YAML text describes, in the order in which a cluster takes them.
///
/// YAML 1.1 as the API server's own reader understands it; bounded against bombs.
public final class Manifest {
  private static final int MAX_CHARACTERS = 16 << 20;
  private static final int MAX_OBJECTS = 2_000;
  private static final int MAX_ALIASES = 50;
  private static final int MAX_DEPTH = 60;
  private static final List<String> FIRST =
      List.of(
          "Namespace",
          "NetworkPolicy",
          "ResourceQuota",
          "LimitRange",
          "PodSecurityPolicy",
          "PodDisruptionBudget",
          "ServiceAccount",
          "Secret",
          "ConfigMap",
          "StorageClass",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "CustomResourceDefinition",
          "ClusterRole",
          "ClusterRoleBinding",
          "Role",
          "RoleBinding",
          "Service");

  private final List<ObjectNode> objects;

  private Manifest(List<ObjectNode> objects) {
    this.objects = List.copyOf(objects);
  }

  public static Manifest of(List<ObjectNode> objects) {
    var ordered = new ArrayList<>(objects);
    ordered.sort(Comparator.comparingInt(Manifest::rank));
    return new Manifest(ordered);
  }

  /// Reads a text of any number of documents; a `List` stands for its items.
  ///
  /// @throws StepException when it is not YAML or not objects
  public static Manifest parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw malformed("is longer than " + MAX_CHARACTERS + " characters");
    }
    var found = new ArrayList<ObjectNode>();
    try {
      for (Object document : loader().loadAll(text)) {
        if (document != null) {
          add(found, Json.toTree(document));
        }
      }
    } catch (YAMLException e) {
      String said = Optional.ofNullable(e.getMessage()).orElse("unreadable");
      throw malformed("is not YAML: " + said.lines().findFirst().orElse("unreadable"));
    }
    return of(found);
  }

  public List<ObjectNode> objects() {
    return objects;
  }

  public List<ObjectKey> keys() {
    return objects.stream().map(ObjectKey::of).toList();
  }

  /// The same objects, with this namespace where they need one and name none.
  public Manifest in(String namespace, Cluster cluster) {
    return new Manifest(
        objects.stream()
            .map(object -> {
              ObjectKey key = ObjectKey.of(object);
              boolean wants =
                  cluster.namespaced(key.apiVersion(), key.kind()).orElse(key.needsNamespace());
              return place(object, key, wants, namespace);
            })
            .toList());
  }

  private static ObjectNode place(
      ObjectNode object, ObjectKey key, boolean wants, String namespace) {
    if (wants == !key.namespace().isEmpty()) {
      return object;
    }
    ObjectNode copy = object.deepCopy();
    ObjectNode metadata = (ObjectNode) copy.path("metadata");
    if (wants) {
      metadata.put("namespace", namespace);
    } else {
      metadata.remove("namespace");
    }
    return copy;
  }

  private static void add(List<ObjectNode> found, JsonNode document) {
    if (document.path("kind").asText().endsWith("List") && document.path("items").isArray()) {
      document.path("items").forEach(item -> add(found, item));
      return;
    }
    if (!(document instanceof ObjectNode object)
        || !document.path("metadata").path("name").isTextual()
        || !document.path("apiVersion").isTextual()
        || !document.path("kind").isTextual()) {
      throw malformed("holds a document without apiVersion, kind or metadata.name");
    }
    if (found.size() == MAX_OBJECTS) {
      throw malformed("holds over " + MAX_OBJECTS + " objects");
    }
    found.add(object);
  }

  private static int rank(ObjectNode object) {
    int index = FIRST.indexOf(object.path("kind").asText());
    return index < 0 ? FIRST.size() : index;
  }

  private static Yaml loader() {
    var options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    return new Yaml(new SafeConstructor(options));
  }

  private static StepException malformed(String what) {
    return new StepException("manifest-malformed", "a manifest " + what);
  }
}
