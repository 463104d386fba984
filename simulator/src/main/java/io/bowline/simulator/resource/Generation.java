package io.bowline.simulator.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import java.util.List;
import java.util.Set;

/// `metadata.generation`: which kinds count it, and what makes it grow.
final class Generation {
  private static final Set<String> COUNTED =
      Set.of(
          "pods",
          "deployments.apps",
          "replicasets.apps",
          "statefulsets.apps",
          "daemonsets.apps",
          "replicationcontrollers",
          "jobs.batch",
          "cronjobs.batch",
          "ingresses.networking.k8s.io",
          "networkpolicies.networking.k8s.io",
          "ingressclasses.networking.k8s.io",
          "poddisruptionbudgets.policy",
          "priorityclasses.scheduling.k8s.io",
          "endpointslices.discovery.k8s.io",
          "customresourcedefinitions.apiextensions.k8s.io",
          "validatingwebhookconfigurations.admissionregistration.k8s.io",
          "mutatingwebhookconfigurations.admissionregistration.k8s.io");

  private Generation() {}

  static boolean counts(Kind kind) {
    return kind.custom() || COUNTED.contains(kind.id());
  }

  /// Whether anything but metadata and status differs.
  static boolean grows(Kind kind, ObjectNode before, ObjectNode after) {
    return counts(kind) && (differs(kind, before, after) || noted(kind, before, after));
  }

  /// Deployments also count their annotations.
  private static boolean noted(Kind kind, ObjectNode before, ObjectNode after) {
    return kind.id().equals("deployments.apps")
        && !Meta.strings(Tree.at(before, "metadata", "annotations"))
            .equals(Meta.strings(Tree.at(after, "metadata", "annotations")));
  }

  private static boolean differs(Kind kind, ObjectNode before, ObjectNode after) {
    return !wanted(kind, before).equals(wanted(kind, after));
  }

  private static ObjectNode wanted(Kind kind, ObjectNode object) {
    ObjectNode wanted = object.deepCopy();
    wanted.remove(List.of("metadata", "apiVersion", "kind"));
    if (kind.id().equals("pods") && wanted.get("spec") instanceof ObjectNode spec) {
      spec.remove("nodeName");
    }
    if (kind.has("status")) {
      wanted.remove("status");
    }
    return wanted;
  }
}
