package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps the endpoints of services, and gives load balancers an address.
final class ServiceController implements Controller {
  private static final String KIND = "services";
  private static final String SLICES = "endpointslices.discovery.k8s.io";

  private final Cluster cluster;

  ServiceController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    return switch (change.key().kind()) {
      case KIND -> List.of(change.key());
      case "pods" ->
          cluster.list(KIND, change.key().namespace()).stream()
              .filter(service -> selects(service, change.object()))
              .map(service -> new Key(KIND, Meta.namespace(service), Meta.name(service)))
              .toList();
      default -> List.of();
    };
  }

  private static boolean selects(JsonNode service, JsonNode pod) {
    Map<String, String> selector = Meta.strings(Tree.at(service, "spec", "selector"));
    return !selector.isEmpty() && Meta.labels(pod).entrySet().containsAll(selector.entrySet());
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty()) {
      cluster
          .find("endpoints", key.namespace(), key.name())
          .filter(e -> Tree.text(e, "metadata", "annotations", "bowline.io/of").equals(KIND))
          .ifPresent(e -> cluster.delete("endpoints", e));
      return Optional.empty();
    }
    ObjectNode service = found.get();
    if (Tree.text(service, "spec", "type").equals("LoadBalancer")) {
      balance(service);
    }
    if (!Tree.at(service, "spec", "selector").isEmpty()) {
      List<ObjectNode> pods =
          cluster.list("pods", key.namespace()).stream()
              .filter(pod -> selects(service, pod) && Pods.active(pod))
              .filter(pod -> !Tree.text(pod, "status", "podIP").isEmpty())
              .toList();
      endpoints(service, pods);
      slice(service, pods);
    }
    return Optional.empty();
  }

  private void balance(ObjectNode service) {
    ObjectNode status = Tree.object();
    status
        .putObject("loadBalancer")
        .putArray("ingress")
        .addObject()
        .put("ip", "127.0.0.1")
        .put("ipMode", "VIP");
    cluster.status(KIND, service, status);
  }

  private void endpoints(ObjectNode service, List<ObjectNode> pods) {
    ObjectNode wanted = Tree.object();
    wanted.put("apiVersion", "v1").put("kind", "Endpoints");
    ObjectNode metadata = wanted.putObject("metadata").put("name", Meta.name(service));
    metadata.putObject("annotations").put("bowline.io/of", KIND);
    if (!pods.isEmpty()) {
      ObjectNode subset = wanted.putArray("subsets").addObject();
      for (ObjectNode pod : pods) {
        String list = Pods.ready(pod) ? "addresses" : "notReadyAddresses";
        ObjectNode address = Tree.growArray(subset, list).addObject();
        address.put("ip", Tree.text(pod, "status", "podIP"));
        address.put("nodeName", Tree.text(pod, "spec", "nodeName"));
        reference(address.putObject("targetRef"), pod);
      }
      ports(service, Tree.growArray(subset, "ports"));
    }
    write("endpoints", Meta.name(service), service, wanted, "subsets");
  }

  private void slice(ObjectNode service, List<ObjectNode> pods) {
    ObjectNode wanted = Tree.object();
    wanted.put("apiVersion", "discovery.k8s.io/v1").put("kind", "EndpointSlice");
    String name = Meta.name(service) + "-" + Pods.hash(Tree.at(service, "metadata", "uid"));
    ObjectNode metadata = wanted.putObject("metadata").put("name", name);
    metadata
        .putObject("labels")
        .put("kubernetes.io/service-name", Meta.name(service))
        .put("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
    Meta.own(wanted, service);
    wanted.put("addressType", "IPv4");
    ArrayNode endpoints = wanted.putArray("endpoints");
    for (ObjectNode pod : pods) {
      ObjectNode endpoint = endpoints.addObject();
      endpoint.putArray("addresses").add(Tree.text(pod, "status", "podIP"));
      boolean ready = Pods.ready(pod);
      endpoint
          .putObject("conditions")
          .put("ready", ready)
          .put("serving", ready)
          .put("terminating", false);
      endpoint.put("nodeName", Tree.text(pod, "spec", "nodeName"));
      reference(endpoint.putObject("targetRef"), pod);
    }
    ports(service, wanted.putArray("ports"));
    write(SLICES, name, service, wanted, "endpoints", "ports");
  }

  private static void reference(ObjectNode into, ObjectNode pod) {
    into.put("kind", "Pod")
        .put("name", Meta.name(pod))
        .put("namespace", Meta.namespace(pod))
        .put("uid", Meta.uid(pod));
  }

  private static void ports(ObjectNode service, ArrayNode into) {
    for (ObjectNode port : Tree.objects(service, "spec", "ports")) {
      ObjectNode one = into.addObject();
      if (Tree.has(port, "name")) {
        one.put("name", Tree.text(port, "name"));
      }
      int target = Tree.number(port, 0, "targetPort");
      one.put("port", target == 0 ? Tree.number(port, 0, "port") : target);
      one.put("protocol", Tree.text(port, "protocol"));
    }
  }

  private void write(
      String kind, String name, ObjectNode service, ObjectNode wanted, String... fields) {
    Optional<ObjectNode> there = cluster.find(kind, Meta.namespace(service), name);
    if (there.isEmpty()) {
      cluster.create(kind, Meta.namespace(service), wanted);
      return;
    }
    ObjectNode next = there.get().deepCopy();
    for (String field : fields) {
      next.remove(field);
      if (wanted.has(field)) {
        next.set(field, wanted.get(field));
      }
    }
    if (!next.equals(there.get())) {
      cluster.update(kind, next);
    }
  }
}
