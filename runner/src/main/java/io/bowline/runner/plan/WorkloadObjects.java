package io.bowline.runner.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.release.Component;
import io.bowline.release.template.SecretReference;
import io.bowline.runner.step.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The Kubernetes objects of a container component: a Deployment, and a Service when it has ports.
final class WorkloadObjects {
  private WorkloadObjects() {}

  /// Builds them.
  ///
  /// @param image reference in the customer's registry, by digest
  /// @param environment resolved
  /// @param secrets variables that the cluster takes from Secrets of the customer
  static List<ObjectNode> of(
      String name,
      Component.Workload run,
      String image,
      Map<String, String> environment,
      Map<String, SecretReference> secrets) {
    var objects = new ArrayList<ObjectNode>();
    ObjectNode deployment = object("apps/v1", "Deployment", name);
    ObjectNode spec = deployment.putObject("spec");
    spec.put("replicas", run.replicas());
    label(spec.putObject("selector").putObject("matchLabels"), name);
    ObjectNode template = spec.putObject("template");
    label(template.putObject("metadata").putObject("labels"), name);
    ObjectNode container =
        template.putObject("spec").putArray("containers").addObject().put("name", name);
    container.put("image", image);
    if (!run.command().isEmpty()) {
      run.command().forEach(container.putArray("command")::add);
    }
    ArrayNode env = container.putArray("env");
    new TreeMap<>(environment).forEach((k, v) -> env.addObject().put("name", k).put("value", v));
    new TreeMap<>(secrets)
        .forEach((k, secret) -> fromSecret(env.addObject().put("name", k), secret));
    ArrayNode ports = container.putArray("ports");
    new TreeMap<>(run.ports())
        .forEach(
            (port, number) -> ports.addObject().put("name", port).put("containerPort", number));
    ObjectNode limits = container.putObject("resources").putObject("limits");
    run.limits().forEach(limits::put);
    objects.add(deployment);
    if (!run.ports().isEmpty()) {
      objects.add(service(name, run));
    }
    return objects;
  }

  private static void fromSecret(ObjectNode variable, SecretReference secret) {
    variable
        .putObject("valueFrom")
        .putObject("secretKeyRef")
        .put("name", secret.name())
        .put("key", secret.key());
  }

  private static ObjectNode service(String name, Component.Workload run) {
    ObjectNode service = object("v1", "Service", name);
    ObjectNode spec = service.putObject("spec");
    label(spec.putObject("selector"), name);
    ArrayNode ports = spec.putArray("ports");
    new TreeMap<>(run.ports())
        .forEach((port, number) ->
            ports
                .addObject()
                .put("name", port)
                .put("port", number)
                .put("targetPort", number)
                .put("protocol", "TCP"));
    return service;
  }

  private static ObjectNode object(String version, String kind, String name) {
    ObjectNode object = Json.object();
    object.put("apiVersion", version).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    label(metadata.putObject("labels"), name);
    return object;
  }

  private static void label(ObjectNode labels, String name) {
    labels.put("app.kubernetes.io/name", name);
    labels.put("app.kubernetes.io/managed-by", "bowline");
  }
}
