package io.bowline.simulator.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.resource.Resources;
import io.bowline.simulator.shell.Files;
import io.bowline.simulator.storage.Key;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The volumes of one pod, filled from what they name.
final class Volumes {
  private final Resources resources;
  private final ConcurrentMap<String, ConcurrentMap<String, String>> claims;
  private final String namespace;
  private final Map<String, ConcurrentMap<String, String>> volumes = new HashMap<>();

  private Volumes(
      Resources resources,
      ConcurrentMap<String, ConcurrentMap<String, String>> claims,
      String namespace) {
    this.resources = resources;
    this.claims = claims;
    this.namespace = namespace;
  }

  /// Something that the pod needs is not there yet.
  static final class NotReady extends Exception {
    private static final long serialVersionUID = 1L;

    NotReady(String message) {
      super(message);
    }
  }

  /// Makes the volumes of a pod; those of claims live on in `claims`.
  static Volumes of(
      Resources resources,
      ConcurrentMap<String, ConcurrentMap<String, String>> claims,
      ObjectNode pod)
      throws NotReady {
    Volumes made = new Volumes(resources, claims, Meta.namespace(pod));
    for (ObjectNode volume : Tree.objects(pod, "spec", "volumes")) {
      made.volumes.put(Tree.text(volume, "name"), made.fill(volume, pod));
    }
    return made;
  }

  /// Mounts a container's volumes into its files.
  void mount(ObjectNode container, Files files) {
    for (ObjectNode mount : Tree.objects(container, "volumeMounts")) {
      ConcurrentMap<String, String> volume =
          volumes.getOrDefault(Tree.text(mount, "name"), new ConcurrentHashMap<>());
      String path = Tree.text(mount, "mountPath");
      String subPath = Tree.text(mount, "subPath");
      String file = volume.get("/" + subPath);
      if (subPath.isEmpty()) {
        files.mount(path, volume);
      } else if (file != null) {
        files.write(path, file);
      } else {
        files.mount(path, new ConcurrentHashMap<>());
      }
    }
  }

  private ConcurrentMap<String, String> fill(ObjectNode volume, ObjectNode pod) throws NotReady {
    ConcurrentMap<String, String> files = new ConcurrentHashMap<>();
    if (Tree.has(volume, "configMap")) {
      map(
          "configmaps",
          Tree.at(volume, "configMap"),
          Tree.text(volume, "configMap", "name"),
          files);
    } else if (Tree.has(volume, "secret")) {
      map("secrets", Tree.at(volume, "secret"), Tree.text(volume, "secret", "secretName"), files);
    } else if (Tree.has(volume, "projected")) {
      for (ObjectNode source : Tree.objects(volume, "projected", "sources")) {
        project(source, pod, files);
      }
    } else if (Tree.has(volume, "downwardAPI")) {
      downward(Tree.at(volume, "downwardAPI"), pod, files);
    } else if (Tree.has(volume, "persistentVolumeClaim")) {
      return claim(Tree.text(volume, "persistentVolumeClaim", "claimName"));
    }
    return files;
  }

  private void project(ObjectNode source, ObjectNode pod, Map<String, String> files)
      throws NotReady {
    if (Tree.has(source, "configMap")) {
      map(
          "configmaps",
          Tree.at(source, "configMap"),
          Tree.text(source, "configMap", "name"),
          files);
    } else if (Tree.has(source, "secret")) {
      map("secrets", Tree.at(source, "secret"), Tree.text(source, "secret", "name"), files);
    } else if (Tree.has(source, "downwardAPI")) {
      downward(Tree.at(source, "downwardAPI"), pod, files);
    }
  }

  private void map(String kind, JsonNode source, String name, Map<String, String> files)
      throws NotReady {
    Optional<ObjectNode> found = resources.storage().get(new Key(kind, namespace, name));
    if (found.isEmpty()) {
      if (Tree.at(source, "optional").asBoolean(false)) {
        return;
      }
      String what = kind.equals("secrets") ? "secret" : "configmap";
      throw new NotReady(
          "MountVolume.SetUp failed for volume: " + what + " \"" + name + "\" not found");
    }
    Map<String, String> paths = new HashMap<>();
    Tree.objects(source, "items")
        .forEach(i -> paths.put(Tree.text(i, "key"), Tree.text(i, "path")));
    values(kind, found.get())
        .forEach((key, value) -> {
          if (paths.isEmpty() || paths.containsKey(key)) {
            files.put("/" + paths.getOrDefault(key, key), value);
          }
        });
  }

  /// The texts of a config map or a secret.
  static Map<String, String> values(String kind, ObjectNode object) {
    Map<String, String> values = new HashMap<>();
    boolean encoded = kind.equals("secrets");
    Tree.at(object, "data")
        .properties()
        .forEach(field -> {
          String value = field.getValue().asText();
          values.put(field.getKey(), encoded ? decoded(value) : value);
        });
    return values;
  }

  private static String decoded(String value) {
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  private static void downward(JsonNode source, ObjectNode pod, Map<String, String> files) {
    for (ObjectNode item : Tree.objects(source, "items")) {
      String field = Tree.text(item, "fieldRef", "fieldPath");
      files.put("/" + Tree.text(item, "path"), Environment.field(pod, field));
    }
  }

  private ConcurrentMap<String, String> claim(String name) throws NotReady {
    Optional<ObjectNode> claim =
        resources.storage().get(new Key("persistentvolumeclaims", namespace, name));
    boolean bound = claim.map(c -> Tree.text(c, "status", "phase").equals("Bound")).orElse(false);
    if (!bound) {
      throw new NotReady("pod has unbound immediate PersistentVolumeClaims: " + name);
    }
    return claims.computeIfAbsent(Meta.uid(claim.orElseThrow()), uid -> new ConcurrentHashMap<>());
  }
}
