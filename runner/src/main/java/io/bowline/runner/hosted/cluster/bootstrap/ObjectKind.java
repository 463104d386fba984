package io.bowline.runner.hosted.cluster.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/// The kinds of object that a bootstrap makes.
enum ObjectKind {
  NAMESPACE("", "v1", "Namespace", "namespaces", false),
  SERVICE_ACCOUNT("", "v1", "ServiceAccount", "serviceaccounts", true),
  CLUSTER_ROLE("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false),
  CLUSTER_ROLE_BINDING(
      "rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", false),
  ROLE("rbac.authorization.k8s.io", "v1", "Role", "roles", true),
  ROLE_BINDING("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true),
  NETWORK_POLICY("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true),
  CONFIG_MAP("", "v1", "ConfigMap", "configmaps", true),
  SECRET("", "v1", "Secret", "secrets", true),
  STATEFUL_SET("apps", "v1", "StatefulSet", "statefulsets", true);

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;
  private final boolean namespaced;

  ObjectKind(String group, String version, String kind, String plural, boolean namespaced) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
    this.namespaced = namespaced;
  }

  static ObjectKind of(JsonNode object) {
    String kind = object.path("kind").asText();
    return Arrays.stream(values())
        .filter(each -> each.kind.equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no kind " + kind));
  }

  String group() {
    return group;
  }

  String plural() {
    return plural;
  }

  boolean namespaced() {
    return namespaced;
  }

  boolean isBinding() {
    return this == CLUSTER_ROLE_BINDING || this == ROLE_BINDING;
  }

  /// As a person reads it.
  String text() {
    return kind;
  }

  /// Where objects of the kind are.
  String path(String namespace) {
    String base = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    return namespaced ? base + "/namespaces/" + namespace + "/" + plural : base + "/" + plural;
  }
}
