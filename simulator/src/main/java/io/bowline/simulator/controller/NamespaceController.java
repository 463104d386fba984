package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Gives a namespace what every namespace has, and empties it when it is deleted.
final class NamespaceController implements Controller {
  private static final String KIND = "namespaces";

  private final Cluster cluster;

  NamespaceController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    if (change.key().kind().equals(KIND)) {
      return List.of(change.key());
    }
    boolean left = change.type() == Change.Type.DELETED && !change.key().namespace().isEmpty();
    return left ? List.of(new Key(KIND, "", change.key().namespace())) : List.of();
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode namespace = found.get();
    if (Meta.deleting(namespace)) {
      return empty(namespace);
    }
    account(key.name());
    trust(key.name());
    return Optional.empty();
  }

  private void account(String namespace) {
    if (cluster.find("serviceaccounts", namespace, "default").isEmpty()) {
      ObjectNode account = Tree.object();
      account.put("apiVersion", "v1").put("kind", "ServiceAccount");
      account.putObject("metadata").put("name", "default");
      cluster.create("serviceaccounts", namespace, account);
    }
  }

  private void trust(String namespace) {
    if (cluster.find("configmaps", namespace, "kube-root-ca.crt").isEmpty()) {
      ObjectNode map = Tree.object();
      map.put("apiVersion", "v1").put("kind", "ConfigMap");
      map.putObject("metadata").put("name", "kube-root-ca.crt");
      map.putObject("data").put("ca.crt", "");
      cluster.create("configmaps", namespace, map);
    }
  }

  private Optional<Duration> empty(ObjectNode namespace) {
    boolean left = false;
    for (Kind kind : cluster.catalogue().all()) {
      if (!kind.namespaced()) {
        continue;
      }
      for (ObjectNode object : cluster.list(kind.id(), Meta.name(namespace))) {
        left = true;
        if (!Meta.deleting(object)) {
          cluster.delete(kind.id(), object);
        }
      }
    }
    if (left) {
      return Optional.of(Duration.ofMillis(100));
    }
    Tree.grow(namespace, "spec").putArray("finalizers");
    cluster.update(KIND, namespace);
    return Optional.empty();
  }
}
