package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Serves the kinds that custom resource definitions define.
final class DefinitionController implements Controller {
  private static final String KIND = "customresourcedefinitions.apiextensions.k8s.io";

  private final Cluster cluster;

  DefinitionController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    return change.key().kind().equals(KIND) ? List.of(change.key()) : List.of();
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty()) {
      withdraw(key.name());
      return Optional.empty();
    }
    ObjectNode definition = found.get();
    if (Meta.deleting(definition)) {
      return clean(definition);
    }
    cluster.catalogue().serve(kind(definition));
    report(definition);
    return Optional.empty();
  }

  /// The objects go first, then the definition.
  private Optional<Duration> clean(ObjectNode definition) {
    String id = Meta.name(definition);
    List<ObjectNode> left = cluster.list(id, "");
    left.stream().filter(o -> !Meta.deleting(o)).forEach(o -> cluster.delete(id, o));
    if (!cluster.list(id, "").isEmpty()) {
      return Optional.of(Duration.ofMillis(100));
    }
    Tree.grow(definition, "metadata").remove("finalizers");
    cluster.update(KIND, definition);
    return Optional.empty();
  }

  private void withdraw(String id) {
    cluster.catalogue().withdraw(id);
  }

  private static Kind kind(ObjectNode definition) {
    JsonNode names = Tree.at(definition, "spec", "names");
    List<String> versions = new ArrayList<>();
    Set<String> subresources = new HashSet<>();
    JsonNode schema = MissingNode.getInstance();
    for (ObjectNode version : Tree.objects(definition, "spec", "versions")) {
      if (Tree.at(version, "served").asBoolean(false)) {
        boolean stored = Tree.at(version, "storage").asBoolean(false);
        versions.add(stored ? 0 : versions.size(), Tree.text(version, "name"));
        schema = stored ? Tree.at(version, "schema", "openAPIV3Schema").deepCopy() : schema;
        Tree.at(version, "subresources").fieldNames().forEachRemaining(subresources::add);
      }
    }
    List<String> shortNames = new ArrayList<>();
    Tree.at(names, "shortNames").forEach(n -> shortNames.add(n.asText()));
    return new Kind(
        Tree.text(definition, "spec", "group"),
        versions,
        Tree.text(names, "kind"),
        Tree.text(names, "plural"),
        Tree.text(names, "singular"),
        Tree.text(definition, "spec", "scope").equals("Namespaced"),
        shortNames,
        subresources,
        true,
        schema);
  }

  private void report(ObjectNode definition) {
    ObjectNode status =
        Tree.at(definition, "status") instanceof ObjectNode there
            ? there.deepCopy()
            : Tree.object();
    String now = cluster.seconds();
    boolean named =
        Conditions.set(status, "NamesAccepted", true, "NoConflicts", "no conflicts found", now);
    boolean established =
        Conditions.set(
            status,
            "Established",
            true,
            "InitialNamesAccepted",
            "the initial names have been accepted",
            now);
    status.set("acceptedNames", Tree.at(definition, "spec", "names").deepCopy());
    if (named || established) {
      Tree.objects(definition, "spec", "versions").stream()
          .filter(v -> Tree.at(v, "storage").asBoolean(false))
          .forEach(v -> {
            status.putArray("storedVersions").add(Tree.text(v, "name"));
          });
    }
    if (!Meta.deleting(definition)) {
      cluster.status(KIND, definition, status);
    }
  }
}
