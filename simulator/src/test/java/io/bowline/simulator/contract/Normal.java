package io.bowline.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bowline.simulator.json.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// An answer without what differs from run to run: times, ids, addresses, and what controllers and
/// kubelets report when they come to it.
final class Normal {
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Set<String> GIVEN =
      Set.of(
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "deletionTimestamp",
          "clusterIP",
          "clusterIPs",
          "nodePort",
          "healthCheckNodePort",
          "token",
          "continue",
          "volumeName",
          "remainingItemCount",
          "nodeName",
          "ca.crt");
  private static final Set<String> LEFT_OUT =
      Set.of(
          "deployment.kubernetes.io/revision",
          "time",
          "storageVersionHash",
          "kubernetes.io/description");
  private static final Set<String> REPORTED =
      Set.of(
          "Deployment",
          "StatefulSet",
          "DaemonSet",
          "ReplicaSet",
          "Job",
          "CronJob",
          "Pod",
          "PersistentVolumeClaim",
          "PodDisruptionBudget",
          "ResourceQuota",
          "Node",
          "Scale",
          "CustomResourceDefinition",
          "Namespace",
          "Ingress");
  private static final Set<String> MACHINERY =
      Set.of("kube-controller-manager", "kubelet", "kube-apiserver", "kube-scheduler");

  private Normal() {}

  static JsonNode form(JsonNode answer) {
    JsonNode copy = answer.deepCopy();
    if (copy instanceof ObjectNode object) {
      object(object);
    }
    return walked(copy, "");
  }

  private static void object(ObjectNode object) {
    String kind = Tree.text(object, "kind");
    if (REPORTED.contains(kind)) {
      object.remove("status");
    }
    if (kind.endsWith("List") || kind.equals("Table")) {
      items(object);
    }
    if (object.get("metadata") instanceof ObjectNode metadata) {
      metadata(metadata);
    }
  }

  private static void items(ObjectNode list) {
    String kind = Tree.text(list, "kind");
    List<JsonNode> items = new ArrayList<>();
    list.path("items").forEach(items::add);
    for (JsonNode item : items) {
      if (item instanceof ObjectNode object) {
        object(object);
        if (REPORTED.contains(kind.substring(0, kind.length() - 4))) {
          object.remove("status");
        }
      }
    }
    items.removeIf(i -> Tree.text(i, "metadata", "name").equals("kube-root-ca.crt"));
    items.sort(Comparator.comparing(i -> Tree.text(i, "metadata", "name")));
    if (list.has("items")) {
      ArrayNode sorted = list.putArray("items");
      sorted.addAll(items);
    }
    for (ObjectNode row : Tree.objects(list, "rows")) {
      row.remove("cells");
      row.remove("object");
    }
    list.remove("columnDefinitions");
  }

  private static void metadata(ObjectNode metadata) {
    metadata.remove("selfLink");
    if (metadata.has("generateName")) {
      metadata.put("name", "generated");
    }
    if (metadata.get("managedFields") instanceof ArrayNode entries) {
      List<JsonNode> kept = new ArrayList<>();
      entries.forEach(entry -> {
        if (!MACHINERY.contains(Tree.text(entry, "manager"))) {
          kept.add(entry);
        }
      });
      kept.sort(
          Comparator.comparing(e ->
              Tree.text(e, "manager") + Tree.text(e, "operation") + Tree.text(e, "subresource")));
      entries.removeAll();
      entries.addAll(kept);
    }
  }

  /// Some checks of the real thing are made, and told, twice.
  private static ArrayNode distinct(ArrayNode causes) {
    List<JsonNode> all = new ArrayList<>();
    causes.forEach(all::add);
    return Tree.array().addAll(all.stream().distinct().toList());
  }

  private static JsonNode walked(JsonNode node, String name) {
    if (node instanceof ObjectNode object) {
      ObjectNode walked = Tree.object();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        String key = field.getKey();
        JsonNode value = field.getValue();
        boolean empty = value.isNull() || (value.isTextual() && value.asText().isEmpty());
        if (LEFT_OUT.contains(key) || empty) {
          continue;
        }
        if (key.equals("causes") && value instanceof ArrayNode causes) {
          value = distinct(causes);
        }
        boolean given = GIVEN.contains(key) && !value.asText("").equals("None");
        JsonNode shown = given ? TextNode.valueOf("<given>") : walked(value, key);
        if (!(key.equals("annotations") && shown.isEmpty() && shown.isObject())) {
          walked.set(key, shown);
        }
      }
      return walked;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode walked = Tree.array();
      array.forEach(item -> walked.add(walked(item, name)));
      return walked;
    }
    if (node.isTextual()) {
      String text = TIME.matcher(node.asText()).replaceAll("<time>");
      text = text.replaceAll("kube-api-access-[a-z0-9]{5}", "kube-api-access");
      return TextNode.valueOf(ID.matcher(text).replaceAll("<id>"));
    }
    return node;
  }
}
