package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.util.List;

/// Defaults of pods and pod templates.
final class PodDefaults {
  private static final int CONFIG_FILE_MODE = 0644;

  private PodDefaults() {}

  static void pod(ObjectNode pod) {
    ObjectNode spec = Tree.grow(pod, "spec");
    spec(spec);
    Tree.putIfAbsent(spec, "enableServiceLinks", true);
  }

  static void template(ObjectNode workload) {
    ObjectNode template = Tree.grow(workload, "template");
    spec(Tree.grow(template, "spec"));
  }

  private static void spec(ObjectNode spec) {
    Tree.putIfAbsent(spec, "restartPolicy", "Always");
    Tree.putIfAbsent(spec, "dnsPolicy", "ClusterFirst");
    Tree.putIfAbsent(spec, "schedulerName", "default-scheduler");
    Tree.putIfAbsent(spec, "terminationGracePeriodSeconds", 30);
    Tree.putIfAbsent(spec, "securityContext", Tree.object());
    if (Tree.has(spec, "serviceAccountName")) {
      Tree.putIfAbsent(spec, "serviceAccount", Tree.text(spec, "serviceAccountName"));
    }
    Tree.objects(spec, "containers").forEach(PodDefaults::container);
    Tree.objects(spec, "initContainers").forEach(PodDefaults::container);
    Tree.objects(spec, "volumes").forEach(PodDefaults::volume);
  }

  private static void container(ObjectNode container) {
    String image = Tree.text(container, "image");
    boolean latest = !image.contains("@") && (image.endsWith(":latest") || untagged(image));
    Tree.putIfAbsent(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
    Tree.putIfAbsent(container, "resources", Tree.object());
    Tree.putIfAbsent(container, "terminationMessagePath", "/dev/termination-log");
    Tree.putIfAbsent(container, "terminationMessagePolicy", "File");
    for (ObjectNode port : Tree.objects(container, "ports")) {
      Tree.putIfAbsent(port, "protocol", "TCP");
    }
    for (ObjectNode env : Tree.objects(container, "env")) {
      if (Tree.at(env, "valueFrom", "fieldRef") instanceof ObjectNode field) {
        Tree.putIfAbsent(field, "apiVersion", "v1");
      }
    }
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.get(probe) instanceof ObjectNode there) {
        probe(there);
      }
    }
  }

  private static boolean untagged(String image) {
    return image.indexOf(':', image.lastIndexOf('/') + 1) < 0;
  }

  private static void probe(ObjectNode probe) {
    Tree.putIfAbsent(probe, "timeoutSeconds", 1);
    Tree.putIfAbsent(probe, "periodSeconds", 10);
    Tree.putIfAbsent(probe, "successThreshold", 1);
    Tree.putIfAbsent(probe, "failureThreshold", 3);
    if (probe.get("httpGet") instanceof ObjectNode get) {
      Tree.putIfAbsent(get, "path", "/");
      Tree.putIfAbsent(get, "scheme", "HTTP");
    }
  }

  private static void volume(ObjectNode volume) {
    for (String source : List.of("configMap", "secret", "downwardAPI", "projected")) {
      if (volume.get(source) instanceof ObjectNode there) {
        Tree.putIfAbsent(there, "defaultMode", CONFIG_FILE_MODE);
      }
    }
    boolean named = volume.properties().stream().anyMatch(field -> !field.getKey().equals("name"));
    if (!named) {
      volume.putObject("emptyDir");
    }
    if (volume.get("hostPath") instanceof ObjectNode host) {
      Tree.putIfAbsent(host, "type", "");
    }
  }
}
