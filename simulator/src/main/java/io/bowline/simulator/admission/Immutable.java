package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal.Cause;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Fields that an update may not touch.
public final class Immutable {
  private static final Set<String> STATEFUL_MUTABLE =
      Set.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");
  private static final String FIXED = "field is immutable";

  private Immutable() {}

  /// Compares what may not differ.
  ///
  /// @throws Refusal 422 when a fixed field differs
  public static void check(Kind kind, ObjectNode before, ObjectNode after) {
    List<Cause> causes = new ArrayList<>();
    switch (kind.id()) {
      case "deployments.apps", "replicasets.apps", "daemonsets.apps" ->
          fixed(before, after, causes, "spec", "selector");
      case "statefulsets.apps" -> statefulSet(before, after, causes);
      case "jobs.batch" -> {
        fixed(before, after, causes, "spec", "template");
        fixed(before, after, causes, "spec", "selector");
        fixed(before, after, causes, "spec", "completions");
      }
      case "services" -> service(before, after, causes);
      case "secrets" -> {
        fixed(before, after, causes, "type");
        sealedData(before, after, causes, "data");
      }
      case "configmaps" -> sealedData(before, after, causes, "data", "binaryData");
      case "rolebindings.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io" -> {
        if (!Tree.at(before, "roleRef").equals(Tree.at(after, "roleRef"))) {
          causes.add(Cause.invalid("roleRef", role(after), "cannot change roleRef"));
        }
      }
      case "pods" -> pod(before, after, causes);
      case "persistentvolumeclaims" -> {
        fixed(before, after, causes, "spec", "accessModes");
        // one that names none is given the usual one, once
        if (Tree.has(before, "spec", "storageClassName")) {
          fixed(before, after, causes, "spec", "storageClassName");
        }
      }
      default -> {}
    }
    if (!causes.isEmpty()) {
      throw Refusal.invalid(kind, Tree.text(after, "metadata", "name"), causes);
    }
  }

  private static void fixed(JsonNode before, JsonNode after, List<Cause> causes, String... path) {
    if (!Tree.at(before, path).equals(Tree.at(after, path))) {
      JsonNode value = Tree.at(after, path);
      String shown = value.isTextual() ? value.asText() : value.toString();
      causes.add(Cause.invalid(String.join(".", path), shown, FIXED));
    }
  }

  /// As Go prints the reference.
  private static String role(ObjectNode binding) {
    ObjectNode shown = Tree.object();
    shown
        .put("APIGroup", Tree.text(binding, "roleRef", "apiGroup"))
        .put("Kind", Tree.text(binding, "roleRef", "kind"))
        .put("Name", Tree.text(binding, "roleRef", "name"));
    return shown.toString();
  }

  private static void statefulSet(ObjectNode before, ObjectNode after, List<Cause> causes) {
    ObjectNode was = Tree.grow(before.deepCopy(), "spec");
    ObjectNode is = Tree.grow(after.deepCopy(), "spec");
    was.remove(STATEFUL_MUTABLE);
    is.remove(STATEFUL_MUTABLE);
    if (!was.equals(is)) {
      causes.add(
          Cause.forbidden(
              "spec",
              "updates to statefulset spec for fields other than 'replicas', 'ordinals',"
                  + " 'template', 'updateStrategy', 'revisionHistoryLimit',"
                  + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
    }
  }

  private static void service(ObjectNode before, ObjectNode after, List<Cause> causes) {
    String was = Tree.text(before, "spec", "clusterIP");
    String is = Tree.text(after, "spec", "clusterIP");
    boolean external = Tree.text(after, "spec", "type").equals("ExternalName");
    if (!was.isEmpty() && !is.equals(was) && !external) {
      causes.add(Cause.invalid("spec.clusterIPs[0]", is, "may not change once set"));
    }
  }

  private static void sealedData(
      ObjectNode before, ObjectNode after, List<Cause> causes, String... fields) {
    if (!Tree.at(before, "immutable").asBoolean(false)) {
      return;
    }
    if (!Tree.at(after, "immutable").asBoolean(false)) {
      causes.add(Cause.forbidden("immutable", "field is immutable when `immutable` is set"));
    }
    for (String field : fields) {
      if (!Tree.at(before, field).equals(Tree.at(after, field))) {
        causes.add(Cause.forbidden(field, "field is immutable when `immutable` is set"));
      }
    }
  }

  private static void pod(ObjectNode before, ObjectNode after, List<Cause> causes) {
    if (!loose(before).equals(loose(after))) {
      causes.add(
          Cause.forbidden(
              "spec",
              "pod updates may not change fields other than"
                  + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
                  + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
                  + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if"
                  + " it was previously negative)"));
    }
  }

  private static ObjectNode loose(ObjectNode pod) {
    ObjectNode spec = Tree.grow(pod.deepCopy(), "spec");
    spec.remove(List.of("activeDeadlineSeconds", "tolerations", "nodeName", "schedulingGates"));
    Tree.objects(spec, "containers").forEach(c -> c.remove("image"));
    Tree.objects(spec, "initContainers").forEach(c -> c.remove("image"));
    return spec;
  }
}
