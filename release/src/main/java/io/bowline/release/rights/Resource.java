package io.bowline.release.rights;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What rights call a kind of object.
///
/// @param group empty for the core
/// @param name plural, as in `deployments`
/// @param isGuess nothing said the plural, nor whether it is in a namespace
record Resource(String group, String name, boolean namespaced, boolean isGuess)
    implements Comparable<Resource> {
  /// Kinds that every cluster has and that are in no namespace; the names of all others follow from
  /// the kind.
  private static final Map<String, List<String>> WHOLE_CLUSTER =
      Map.of(
          "", List.of("Namespace", "Node", "PersistentVolume"),
          "admissionregistration.k8s.io",
              List.of(
                  "MutatingWebhookConfiguration",
                  "ValidatingAdmissionPolicy",
                  "ValidatingAdmissionPolicyBinding",
                  "ValidatingWebhookConfiguration"),
          "apiextensions.k8s.io", List.of("CustomResourceDefinition"),
          "apiregistration.k8s.io", List.of("APIService"),
          "certificates.k8s.io", List.of("CertificateSigningRequest", "ClusterTrustBundle"),
          "flowcontrol.apiserver.k8s.io", List.of("FlowSchema", "PriorityLevelConfiguration"),
          "networking.k8s.io", List.of("IngressClass", "IPAddress", "ServiceCIDR"),
          "node.k8s.io", List.of("RuntimeClass"),
          "rbac.authorization.k8s.io", List.of("ClusterRole", "ClusterRoleBinding"),
          "scheduling.k8s.io", List.of("PriorityClass"));

  private static final List<String> STORAGE =
      List.of("CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass");

  /// Groups that Kubernetes has itself, whose kinds are known therefore.
  private static final List<String> OWN = List.of("", "apps", "autoscaling", "batch", "policy");

  /// Groups with Kubernetes' name that a cluster has only when somebody put them there.
  private static final List<String> BESIDE =
      List.of("gateway.networking.k8s.io", "metrics.k8s.io", "snapshot.storage.k8s.io");

  private static boolean isOwn(String group) {
    return OWN.contains(group) || (group.endsWith(".k8s.io") && !BESIDE.contains(group));
  }

  static String groupOf(JsonNode object) {
    String version = object.path("apiVersion").asText();
    int slash = version.indexOf('/');
    return slash < 0 ? "" : version.substring(0, slash);
  }

  /// The kinds that a release brings itself, by group and kind.
  static Map<String, Resource> defined(Iterable<JsonNode> objects) {
    var defined = new HashMap<String, Resource>();
    for (JsonNode object : objects) {
      if (object.path("kind").asText().equals("CustomResourceDefinition")) {
        JsonNode spec = object.path("spec");
        String group = spec.path("group").asText();
        defined.put(
            group + "/" + spec.path("names").path("kind").asText(),
            new Resource(
                group,
                spec.path("names").path("plural").asText(),
                !spec.path("scope").asText().equals("Cluster"),
                false));
      }
    }
    return defined;
  }

  static Resource of(JsonNode object, Map<String, Resource> defined) {
    String group = groupOf(object);
    String kind = object.path("kind").asText();
    return Optional.ofNullable(defined.get(group + "/" + kind))
        .orElseGet(() -> new Resource(group, plural(kind), namespaced(group, kind), !isOwn(group)));
  }

  private static boolean namespaced(String group, String kind) {
    return group.equals("storage.k8s.io")
        ? !STORAGE.contains(kind)
        : !WHOLE_CLUSTER.getOrDefault(group, List.of()).contains(kind);
  }

  /// As Kubernetes itself guesses it.
  private static String plural(String kind) {
    String name = kind.toLowerCase(Locale.ROOT);
    if (name.equals("endpoints")) {
      return name;
    }
    if (name.endsWith("s") || name.endsWith("x") || name.endsWith("ch") || name.endsWith("sh")) {
      return name + "es";
    }
    boolean consonant =
        name.endsWith("y")
            && name.length() > 1
            && "aeiou".indexOf(name.charAt(name.length() - 2)) < 0;
    return consonant ? name.substring(0, name.length() - 1) + "ies" : name + "s";
  }

  /// As in `statefulsets.apps`.
  String text() {
    return group.isEmpty() ? name : name + "." + group;
  }

  @Override
  public int compareTo(Resource other) {
    int byGroup = group.compareTo(other.group);
    return byGroup != 0 ? byGroup : name.compareTo(other.name);
  }
}
