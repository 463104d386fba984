package io.bowline.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Catalogue;
import io.bowline.simulator.kind.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells clients which kinds there are, in the old form and in the aggregated one.
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  private static final List<String> CUSTOM_VERBS =
      List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");
  private static final Map<String, List<String>> REVIEWS =
      Map.of(
          "authorization.k8s.io",
          List.of("SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"),
          "authentication.k8s.io",
          List.of("SelfSubjectReview", "TokenReview"));

  private final Catalogue catalogue;

  Discovery(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  ObjectNode coreVersions() {
    ObjectNode versions = Tree.object();
    versions.put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", "127.0.0.1");
    return versions;
  }

  ObjectNode groups() {
    ObjectNode list = Tree.object();
    list.put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    allGroups().forEach((group, versions) -> groups.add(group(group, versions)));
    return list;
  }

  Optional<ObjectNode> group(String name) {
    return Optional.ofNullable(allGroups().get(name))
        .map(versions -> {
          ObjectNode group = group(name, versions);
          group.put("kind", "APIGroup").put("apiVersion", "v1");
          return group;
        });
  }

  private Map<String, List<String>> allGroups() {
    Map<String, List<String>> groups = catalogue.groups();
    groups.remove("");
    REVIEWS.keySet().stream().sorted().forEach(group -> groups.put(group, List.of("v1")));
    return groups;
  }

  private static ObjectNode group(String name, List<String> versions) {
    ObjectNode group = Tree.object();
    group.put("name", name);
    ArrayNode listed = group.putArray("versions");
    versions.forEach(v -> listed.add(version(name, v)));
    group.set("preferredVersion", version(name, versions.getFirst()));
    return group;
  }

  private static ObjectNode version(String group, String version) {
    return Tree.object().put("groupVersion", group + "/" + version).put("version", version);
  }

  /// The kinds of one group and version.
  Optional<ObjectNode> resources(String group, String version) {
    ObjectNode list = Tree.object();
    String groupVersion = group.isEmpty() ? version : group + "/" + version;
    list.put("kind", "APIResourceList").put("apiVersion", "v1").put("groupVersion", groupVersion);
    ArrayNode resources = list.putArray("resources");
    for (Kind kind : served(group, version)) {
      ObjectNode resource = resources.addObject();
      resource
          .put("name", kind.plural())
          .put("singularName", kind.singular())
          .put("namespaced", kind.namespaced())
          .put("kind", kind.name());
      verbs(kind).forEach(Tree.growArray(resource, "verbs")::add);
      shortNames(kind, resource);
      for (String sub : kind.subresources().stream().sorted().toList()) {
        ObjectNode below = resources.addObject();
        below
            .put("name", kind.plural() + "/" + sub)
            .put("singularName", "")
            .put("namespaced", kind.namespaced());
        subresource(kind, sub, below, "group", "version", "kind");
      }
    }
    if (version.equals("v1")) {
      REVIEWS.getOrDefault(group, List.of()).forEach(kind -> review(kind, resources.addObject()));
    }
    return resources.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  private List<Kind> served(String group, String version) {
    return catalogue.all().stream()
        .filter(k -> k.group().equals(group) && k.versions().contains(version))
        .sorted(java.util.Comparator.comparing(Kind::plural))
        .toList();
  }

  private static List<String> verbs(Kind kind) {
    return kind.custom() ? CUSTOM_VERBS : VERBS;
  }

  private static void shortNames(Kind kind, ObjectNode resource) {
    if (!kind.shortNames().isEmpty()) {
      kind.shortNames().forEach(Tree.growArray(resource, "shortNames")::add);
    }
    if (Categories.isInAll(kind)) {
      Tree.growArray(resource, "categories").add("all");
    }
  }

  private static void review(String kind, ObjectNode resource) {
    resource
        .put("name", kind.toLowerCase(java.util.Locale.ROOT) + "s")
        .put("singularName", kind.toLowerCase(java.util.Locale.ROOT))
        .put("namespaced", false)
        .put("kind", kind);
    Tree.growArray(resource, "verbs").add("create");
  }

  private static void subresource(
      Kind kind, String sub, ObjectNode on, String group, String version, String name) {
    boolean scale = sub.equals("scale");
    boolean eviction = sub.equals("eviction");
    if (scale) {
      on.put(group, "autoscaling").put(version, "v1");
    } else if (eviction) {
      on.put(group, "policy").put(version, "v1");
    }
    on.put(
        name,
        switch (sub) {
          case "scale" -> "Scale";
          case "eviction" -> "Eviction";
          case "binding" -> "Binding";
          case "token" -> "TokenRequest";
          default -> kind.name();
        });
    ArrayNode verbs = Tree.growArray(on, "verbs");
    List<String> possible =
        switch (sub) {
          case "status", "scale" -> List.of("get", "patch", "update");
          case "log" -> List.of("get");
          case "finalize" -> List.of("update");
          default -> List.of("create");
        };
    possible.forEach(verbs::add);
  }

  /// `APIGroupDiscoveryList`: everything in two answers.
  ObjectNode aggregated(boolean core) {
    ObjectNode list = Tree.object();
    list.put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    Map<String, List<String>> groups = core ? Map.of("", List.of("v1")) : allGroups();
    groups.forEach((group, versions) -> {
      ObjectNode item = items.addObject();
      ObjectNode metadata = item.putObject("metadata");
      if (!group.isEmpty()) {
        metadata.put("name", group);
      }
      metadata.putNull("creationTimestamp");
      ArrayNode listed = item.putArray("versions");
      versions.forEach(version -> aggregatedVersion(group, version, listed.addObject()));
    });
    return list;
  }

  private void aggregatedVersion(String group, String version, ObjectNode into) {
    into.put("version", version).put("freshness", "Current");
    ArrayNode resources = into.putArray("resources");
    for (Kind kind : served(group, version)) {
      ObjectNode resource = resources.addObject();
      resource.put("resource", kind.plural());
      resource.set("responseKind", responseKind(group, version, kind.name()));
      resource
          .put("scope", kind.namespaced() ? "Namespaced" : "Cluster")
          .put("singularResource", kind.singular());
      verbs(kind).forEach(Tree.growArray(resource, "verbs")::add);
      shortNames(kind, resource);
      for (String sub : kind.subresources().stream().sorted().toList()) {
        ObjectNode below = Tree.growArray(resource, "subresources").addObject();
        below.put("subresource", sub);
        ObjectNode response = responseKind(group, version, kind.name());
        ObjectNode told = Tree.object();
        subresource(kind, sub, told, "group", "version", "kind");
        told.without(List.of("verbs"))
            .properties()
            .forEach(f -> response.set(f.getKey(), f.getValue()));
        below.set("responseKind", response);
        below.set("verbs", told.get("verbs"));
      }
    }
    if (version.equals("v1")) {
      for (String kind : REVIEWS.getOrDefault(group, List.of())) {
        ObjectNode resource = resources.addObject();
        resource.put("resource", kind.toLowerCase(java.util.Locale.ROOT) + "s");
        resource.set("responseKind", responseKind(group, version, kind));
        resource
            .put("scope", "Cluster")
            .put("singularResource", kind.toLowerCase(java.util.Locale.ROOT));
        Tree.growArray(resource, "verbs").add("create");
      }
    }
  }

  private static ObjectNode responseKind(String group, String version, String kind) {
    return Tree.object().put("group", group).put("version", version).put("kind", kind);
  }
}
