package io.bowline.runner.holding;

import io.bowline.runner.step.kube.ObjectKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What one component has in the cluster.
///
/// @param component its name in the release
/// @param entry what its executor calls it, such as a Helm release
/// @param namespace for what names none
/// @param objects all that it was made of
public record KubePart(String component, String entry, String namespace, List<ObjectKey> objects) {
  public KubePart {
    objects = List.copyOf(objects);
  }

  /// Where it has something.
  Set<String> namespaces() {
    var all = new HashSet<String>();
    all.add(namespace);
    objects.stream().map(ObjectKey::namespace).filter(one -> !one.isEmpty()).forEach(all::add);
    return all;
  }

  /// Names that what it brings about may bear as its instance: its own, and those of its custom
  /// objects, after which an operator calls what it makes for them.
  Set<String> instances() {
    var all = new HashSet<String>();
    all.add(entry);
    objects.stream().filter(Held::custom).map(ObjectKey::name).forEach(all::add);
    return all;
  }
}
