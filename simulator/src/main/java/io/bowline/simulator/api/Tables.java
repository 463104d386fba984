package io.bowline.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.resource.Meta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// Objects as rows, for `kubectl get`.
final class Tables {
  private record Column(String name, String type, Function<JsonNode, Object> cell) {}

  private Tables() {}

  static ObjectNode of(Kind kind, List<ObjectNode> objects, Instant now) {
    List<Column> columns = columns(kind);
    ObjectNode table = Tree.object();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata");
    ArrayNode definitions = table.putArray("columnDefinitions");
    define(definitions, "Name", "string", "name");
    columns.forEach(c -> define(definitions, c.name(), c.type(), ""));
    define(definitions, "Age", "string", "");
    ArrayNode rows = table.putArray("rows");
    for (ObjectNode object : objects) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      cells.add(Meta.name(object));
      columns.forEach(c -> cells.addPOJO(c.cell().apply(object)));
      cells.add(age(object, now));
      row.set("object", partial(object));
    }
    return table;
  }

  private static void define(ArrayNode definitions, String name, String type, String format) {
    definitions
        .addObject()
        .put("name", name)
        .put("type", type)
        .put("format", format)
        .put("description", name)
        .put("priority", 0);
  }

  static ObjectNode partial(ObjectNode object) {
    ObjectNode partial = Tree.object();
    partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", Tree.at(object, "metadata").deepCopy());
    return partial;
  }

  private static String age(ObjectNode object, Instant now) {
    String created = Tree.text(object, "metadata", "creationTimestamp");
    if (created.isEmpty()) {
      return "<unknown>";
    }
    Duration age = Duration.between(Instant.parse(created), now);
    if (age.toMinutes() < 2) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.toHours() < 2) {
      return age.toMinutes() + "m";
    }
    return age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
  }

  private static List<Column> columns(Kind kind) {
    return switch (kind.id()) {
      case "pods" ->
          List.of(
              text("Ready", Tables::podReady),
              text("Status", Tables::podStatus),
              number("Restarts", Tables::restarts));
      case "deployments.apps" ->
          List.of(
              text("Ready", o -> ready(o, "readyReplicas")),
              number("Up-to-date", o -> Tree.number(o, 0, "status", "updatedReplicas")),
              number("Available", o -> Tree.number(o, 0, "status", "availableReplicas")));
      case "replicasets.apps" ->
          List.of(
              number("Desired", o -> Tree.number(o, 0, "spec", "replicas")),
              number("Current", o -> Tree.number(o, 0, "status", "replicas")),
              number("Ready", o -> Tree.number(o, 0, "status", "readyReplicas")));
      case "statefulsets.apps" -> List.of(text("Ready", o -> ready(o, "readyReplicas")));
      case "daemonsets.apps" ->
          List.of(
              number("Desired", o -> Tree.number(o, 0, "status", "desiredNumberScheduled")),
              number("Ready", o -> Tree.number(o, 0, "status", "numberReady")));
      case "jobs.batch" ->
          List.of(
              text("Status", Tables::jobStatus),
              text(
                  "Completions",
                  o ->
                      Tree.number(o, 0, "status", "succeeded")
                          + "/"
                          + Tree.number(o, 1, "spec", "completions")));
      default -> otherColumns(kind);
    };
  }

  private static List<Column> otherColumns(Kind kind) {
    return switch (kind.id()) {
      case "services" ->
          List.of(
              text("Type", o -> Tree.text(o, "spec", "type")),
              text("Cluster-IP", o -> Tree.text(o, "spec", "clusterIP")),
              text("External-IP", o -> "<none>"),
              text("Port(s)", Tables::ports));
      case "namespaces", "persistentvolumeclaims", "persistentvolumes" ->
          List.of(text("Status", o -> Tree.text(o, "status", "phase")));
      case "secrets" ->
          List.of(
              text("Type", o -> Tree.text(o, "type")),
              number("Data", o -> Tree.at(o, "data").size()));
      case "configmaps" -> List.of(number("Data", o -> Tree.at(o, "data").size()));
      case "nodes" -> List.of(text("Status", o -> "Ready"), text("Version", Tables::nodeVersion));
      case "events" ->
          List.of(
              text("Type", o -> Tree.text(o, "type")),
              text("Reason", o -> Tree.text(o, "reason")),
              text("Message", o -> Tree.text(o, "message")));
      case "leases.coordination.k8s.io" ->
          List.of(text("Holder", o -> Tree.text(o, "spec", "holderIdentity")));
      default -> List.of();
    };
  }

  private static Column text(String name, Function<JsonNode, Object> cell) {
    return new Column(name, "string", cell);
  }

  private static Column number(String name, Function<JsonNode, Object> cell) {
    return new Column(name, "integer", cell);
  }

  private static String ready(JsonNode o, String field) {
    return Tree.number(o, 0, "status", field) + "/" + Tree.number(o, 0, "spec", "replicas");
  }

  private static String podReady(JsonNode pod) {
    List<ObjectNode> statuses = Tree.objects(pod, "status", "containerStatuses");
    long ready = statuses.stream().filter(s -> Tree.at(s, "ready").asBoolean(false)).count();
    return ready + "/" + Tree.at(pod, "spec", "containers").size();
  }

  private static String podStatus(JsonNode pod) {
    if (Meta.deleting(pod)) {
      return "Terminating";
    }
    for (ObjectNode status : Tree.objects(pod, "status", "containerStatuses")) {
      String waiting = Tree.text(status, "state", "waiting", "reason");
      if (!waiting.isEmpty()) {
        return waiting;
      }
      String ended = Tree.text(status, "state", "terminated", "reason");
      if (!ended.isEmpty()) {
        return ended;
      }
    }
    return Tree.text(pod, "status", "phase");
  }

  private static int restarts(JsonNode pod) {
    return Tree.objects(pod, "status", "containerStatuses").stream()
        .mapToInt(s -> Tree.number(s, 0, "restartCount"))
        .sum();
  }

  private static String jobStatus(JsonNode job) {
    for (ObjectNode condition : Tree.objects(job, "status", "conditions")) {
      String type = Tree.text(condition, "type");
      if (type.equals("Complete") || type.equals("Failed")) {
        return type;
      }
    }
    return "Running";
  }

  private static String ports(JsonNode service) {
    StringBuilder ports = new StringBuilder();
    for (ObjectNode port : Tree.objects(service, "spec", "ports")) {
      ports.append(ports.isEmpty() ? "" : ",").append(Tree.text(port, "port"));
      ports.append('/').append(Tree.text(port, "protocol"));
    }
    return ports.toString();
  }

  private static String nodeVersion(JsonNode node) {
    return Tree.text(node, "status", "nodeInfo", "kubeletVersion");
  }
}
