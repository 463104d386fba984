package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Fields that the API server fills in where a client left them out.
public final class Defaults {
  /// Fills in the object's own defaults; safe to repeat.
  public void fill(Kind kind, ObjectNode object) {
    switch (kind.id()) {
      case "pods" -> PodDefaults.pod(object);
      case "secrets" -> secret(object);
      case "namespaces" -> namespace(object);
      case "services" -> ServiceDefaults.fill(object);
      case "deployments.apps" -> deployment(Tree.grow(object, "spec"));
      case "replicasets.apps" -> {
        Tree.putIfAbsent(Tree.grow(object, "spec"), "replicas", 1);
        PodDefaults.template(Tree.grow(object, "spec"));
      }
      case "statefulsets.apps" -> statefulSet(Tree.grow(object, "spec"));
      case "daemonsets.apps" -> {
        Tree.putIfAbsent(
            Tree.grow(object, "metadata", "annotations"),
            "deprecated.daemonset.template.generation",
            "1");
        daemonSet(Tree.grow(object, "spec"));
      }
      case "jobs.batch" -> jobSpec(Tree.grow(object, "spec"));
      case "cronjobs.batch" -> cronJob(Tree.grow(object, "spec"));
      case "persistentvolumeclaims" -> claim(object);
      case "poddisruptionbudgets.policy",
          "leases.coordination.k8s.io",
          "configmaps",
          "serviceaccounts" -> {}
      case "customresourcedefinitions.apiextensions.k8s.io" -> definition(object);
      case "rolebindings.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io" ->
          binding(object);
      case "horizontalpodautoscalers.autoscaling" ->
          Tree.putIfAbsent(Tree.grow(object, "spec"), "minReplicas", 1);
      default -> CustomSchema.fill(kind.schema(), object);
    }
  }

  private static void secret(ObjectNode secret) {
    Tree.putIfAbsent(secret, "type", "Opaque");
    if (secret.remove("stringData") instanceof ObjectNode plain) {
      ObjectNode data = Tree.grow(secret, "data");
      plain
          .properties()
          .forEach(field ->
              data.put(
                  field.getKey(),
                  Base64.getEncoder()
                      .encodeToString(field.getValue().asText().getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static void namespace(ObjectNode namespace) {
    ObjectNode labels = Tree.grow(namespace, "metadata", "labels");
    labels.put("kubernetes.io/metadata.name", Tree.text(namespace, "metadata", "name"));
  }

  private static void deployment(ObjectNode spec) {
    Tree.putIfAbsent(spec, "replicas", 1);
    Tree.putIfAbsent(spec, "revisionHistoryLimit", 10);
    Tree.putIfAbsent(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = Tree.grow(spec, "strategy");
    Tree.putIfAbsent(strategy, "type", "RollingUpdate");
    if (Tree.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = Tree.grow(strategy, "rollingUpdate");
      Tree.putIfAbsent(rolling, "maxUnavailable", "25%");
      Tree.putIfAbsent(rolling, "maxSurge", "25%");
    }
    PodDefaults.template(spec);
  }

  private static void statefulSet(ObjectNode spec) {
    Tree.putIfAbsent(spec, "replicas", 1);
    Tree.putIfAbsent(spec, "revisionHistoryLimit", 10);
    Tree.putIfAbsent(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = Tree.grow(spec, "updateStrategy");
    Tree.putIfAbsent(strategy, "type", "RollingUpdate");
    if (Tree.text(strategy, "type").equals("RollingUpdate")) {
      Tree.putIfAbsent(Tree.grow(strategy, "rollingUpdate"), "partition", 0);
    }
    ObjectNode retention = Tree.grow(spec, "persistentVolumeClaimRetentionPolicy");
    Tree.putIfAbsent(retention, "whenDeleted", "Retain");
    Tree.putIfAbsent(retention, "whenScaled", "Retain");
    PodDefaults.template(spec);
    for (ObjectNode claim : Tree.objects(spec, "volumeClaimTemplates")) {
      Tree.putIfAbsent(Tree.grow(claim, "status"), "phase", "Pending");
      Tree.putIfAbsent(claim, "apiVersion", "v1");
      Tree.putIfAbsent(claim, "kind", "PersistentVolumeClaim");
      claim(claim);
    }
  }

  private static void daemonSet(ObjectNode spec) {
    Tree.putIfAbsent(spec, "revisionHistoryLimit", 10);
    ObjectNode strategy = Tree.grow(spec, "updateStrategy");
    Tree.putIfAbsent(strategy, "type", "RollingUpdate");
    if (Tree.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = Tree.grow(strategy, "rollingUpdate");
      Tree.putIfAbsent(rolling, "maxSurge", 0);
      Tree.putIfAbsent(rolling, "maxUnavailable", 1);
    }
    PodDefaults.template(spec);
  }

  private static void jobSpec(ObjectNode spec) {
    Tree.putIfAbsent(spec, "parallelism", 1);
    Tree.putIfAbsent(spec, "completions", 1);
    Tree.putIfAbsent(spec, "backoffLimit", 6);
    Tree.putIfAbsent(spec, "completionMode", "NonIndexed");
    Tree.putIfAbsent(spec, "suspend", false);
    Tree.putIfAbsent(spec, "manualSelector", false);
    Tree.putIfAbsent(spec, "podReplacementPolicy", "TerminatingOrFailed");
    PodDefaults.template(spec);
  }

  private static void cronJob(ObjectNode spec) {
    Tree.putIfAbsent(spec, "concurrencyPolicy", "Allow");
    Tree.putIfAbsent(spec, "suspend", false);
    Tree.putIfAbsent(spec, "successfulJobsHistoryLimit", 3);
    Tree.putIfAbsent(spec, "failedJobsHistoryLimit", 1);
    Tree.grow(spec, "jobTemplate", "metadata");
    Tree.grow(spec, "jobTemplate", "spec", "template", "metadata");
    PodDefaults.template(Tree.grow(spec, "jobTemplate", "spec"));
  }

  private static void claim(ObjectNode claim) {
    ObjectNode spec = Tree.grow(claim, "spec");
    Tree.putIfAbsent(spec, "volumeMode", "Filesystem");
  }

  private static void definition(ObjectNode definition) {
    ObjectNode spec = Tree.grow(definition, "spec");
    ObjectNode names = Tree.grow(spec, "names");
    String kind = Tree.text(names, "kind");
    Tree.putIfAbsent(names, "singular", kind.toLowerCase(java.util.Locale.ROOT));
    Tree.putIfAbsent(names, "listKind", kind + "List");
    ObjectNode conversion = Tree.grow(spec, "conversion");
    Tree.putIfAbsent(conversion, "strategy", "None");
  }

  private static void binding(ObjectNode binding) {
    Tree.putIfAbsent(
        Tree.grow(binding, "roleRef"), "apiGroup", new TextNode("rbac.authorization.k8s.io"));
    if (binding.get("subjects") instanceof ArrayNode) {
      for (ObjectNode subject : Tree.objects(binding, "subjects")) {
        if (!Tree.text(subject, "kind").equals("ServiceAccount")) {
          Tree.putIfAbsent(subject, "apiGroup", "rbac.authorization.k8s.io");
        }
      }
    }
  }
}
