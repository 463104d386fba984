package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// What the API server gives to a new object of its own accord: addresses, ports, first status.
public final class Allocations {
  private static final int FIRST_NODE_PORT = 30_000;
  private static final int NODE_PORTS = 2_767;
  private static final String TOKEN_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

  private final AtomicInteger addresses = new AtomicInteger(10);
  private final AtomicInteger nodePorts = new AtomicInteger();
  private final IntFunction<String> suffix;

  /// Takes the source of generated names' tails.
  public Allocations(IntFunction<String> suffix) {
    this.suffix = suffix;
  }

  /// Completes an object; safe to repeat.
  public void fill(Kind kind, ObjectNode object) {
    switch (kind.id()) {
      case "namespaces" -> namespace(object);
      case "services" -> service(object);
      case "jobs.batch" -> job(object);
      case "pods" -> pod(object);

      case "persistentvolumeclaims" -> {
        finalizer(object, "kubernetes.io/pvc-protection");
        Tree.putIfAbsent(Tree.grow(object, "status"), "phase", "Pending");
      }
      case "persistentvolumes" -> {
        finalizer(object, "kubernetes.io/pv-protection");
        Tree.putIfAbsent(Tree.grow(object, "status"), "phase", "Pending");
      }
      case "poddisruptionbudgets.policy" ->
          status(object, "currentHealthy", "desiredHealthy", "disruptionsAllowed", "expectedPods");
      case "daemonsets.apps" ->
          status(
              object,
              "currentNumberScheduled",
              "desiredNumberScheduled",
              "numberMisscheduled",
              "numberReady");
      case "statefulsets.apps" -> status(object, "availableReplicas", "replicas");
      case "replicasets.apps" -> status(object, "replicas");
      default -> {}
    }
  }

  private static void status(ObjectNode object, String... counts) {
    ObjectNode status = Tree.grow(object, "status");
    for (String count : counts) {
      Tree.putIfAbsent(status, count, 0);
    }
  }

  private static void finalizer(ObjectNode object, String finalizer) {
    ArrayNode all = Tree.growArray(Tree.grow(object, "metadata"), "finalizers");
    if (all.isEmpty()) {
      all.add(finalizer);
    }
  }

  private static void namespace(ObjectNode namespace) {
    ObjectNode spec = Tree.grow(namespace, "spec");
    if (!spec.has("finalizers")) {
      spec.putArray("finalizers").add("kubernetes");
    }
    Tree.putIfAbsent(Tree.grow(namespace, "status"), "phase", "Active");
  }

  /// Also for services whose type changed.
  public void service(ObjectNode service) {
    ObjectNode spec = Tree.grow(service, "spec");
    Tree.grow(service, "status", "loadBalancer");
    String type = Tree.text(spec, "type");
    for (ObjectNode port : Tree.objects(spec, "ports")) {
      if ((type.equals("NodePort") || type.equals("LoadBalancer")) && !Tree.has(port, "nodePort")) {
        port.put("nodePort", FIRST_NODE_PORT + nodePorts.getAndIncrement() % NODE_PORTS);
      }
    }
    if (type.equals("ExternalName")) {
      return;
    }
    if (Tree.text(spec, "clusterIP").isEmpty()) {
      int next = addresses.getAndIncrement();
      spec.put("clusterIP", "10.96." + (next / 250) % 250 + "." + (next % 250 + 1));
    }
    if (!spec.has("clusterIPs")) {
      spec.putArray("clusterIPs").add(Tree.text(spec, "clusterIP"));
    }
    if (!spec.has("ipFamilies")) {
      spec.putArray("ipFamilies").add("IPv4");
    }
    Tree.putIfAbsent(spec, "ipFamilyPolicy", "SingleStack");
  }

  private static void job(ObjectNode job) {
    ObjectNode spec = Tree.grow(job, "spec");
    if (Tree.at(spec, "manualSelector").asBoolean(false)) {
      return;
    }
    String uid = Tree.text(job, "metadata", "uid");
    String name = Tree.text(job, "metadata", "name");
    Tree.putIfAbsent(
        Tree.grow(spec, "selector", "matchLabels"), "batch.kubernetes.io/controller-uid", uid);
    ObjectNode labels = Tree.grow(spec, "template", "metadata", "labels");
    Map.of(
            "batch.kubernetes.io/controller-uid", uid,
            "batch.kubernetes.io/job-name", name,
            "controller-uid", uid,
            "job-name", name)
        .forEach((label, value) -> Tree.putIfAbsent(labels, label, value));
    ObjectNode metadata = Tree.grow(job, "metadata");
    if (Tree.at(metadata, "labels").isEmpty()) {
      metadata.set("labels", labels.deepCopy());
    }
  }

  private void pod(ObjectNode pod) {
    ObjectNode spec = Tree.grow(pod, "spec");
    Tree.putIfAbsent(spec, "serviceAccountName", "default");
    Tree.putIfAbsent(spec, "serviceAccount", Tree.text(spec, "serviceAccountName"));
    Tree.putIfAbsent(spec, "preemptionPolicy", "PreemptLowerPriority");
    Tree.putIfAbsent(spec, "priority", 0);
    for (String taint : List.of("not-ready", "unreachable")) {
      tolerate(Tree.growArray(spec, "tolerations"), "node.kubernetes.io/" + taint);
    }
    if (Tree.at(spec, "automountServiceAccountToken").asBoolean(true)) {
      token(spec);
    }
    ObjectNode status = Tree.grow(pod, "status");
    Tree.putIfAbsent(status, "phase", "Pending");
    boolean any =
        Tree.objects(spec, "containers").stream().anyMatch(c -> !Tree.at(c, "resources").isEmpty());
    Tree.putIfAbsent(status, "qosClass", any ? "Burstable" : "BestEffort");
  }

  private static void tolerate(ArrayNode tolerations, String key) {
    for (var toleration : tolerations) {
      boolean anyKey = !toleration.has("key") && Tree.text(toleration, "operator").equals("Exists");
      if (anyKey || Tree.text(toleration, "key").equals(key)) {
        return;
      }
    }
    tolerations
        .addObject()
        .put("effect", "NoExecute")
        .put("key", key)
        .put("operator", "Exists")
        .put("tolerationSeconds", 300);
  }

  private void token(ObjectNode spec) {
    String name = "kube-api-access-" + suffix.apply(5);
    for (String list : List.of("initContainers", "containers")) {
      for (ObjectNode container : Tree.objects(spec, list)) {
        Tree.growArray(container, "volumeMounts")
            .addObject()
            .put("mountPath", TOKEN_FOLDER)
            .put("name", name)
            .put("readOnly", true);
      }
    }
    ObjectNode volume = Tree.growArray(spec, "volumes").addObject().put("name", name);
    ObjectNode projected = volume.putObject("projected").put("defaultMode", 420);
    ArrayNode sources = projected.putArray("sources");
    sources
        .addObject()
        .putObject("serviceAccountToken")
        .put("expirationSeconds", 3607)
        .put("path", "token");
    ObjectNode map = sources.addObject().putObject("configMap");
    map.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
    map.put("name", "kube-root-ca.crt");
    ObjectNode item = sources.addObject().putObject("downwardAPI").putArray("items").addObject();
    item.putObject("fieldRef").put("apiVersion", "v1").put("fieldPath", "metadata.namespace");
    item.put("path", "namespace");
  }
}
