package io.bowline.runner.holding;

import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.DataKinds;
import io.bowline.runner.step.kube.ObjectKey;
import java.util.Optional;

/// A belonging as the runner finds it again.
///
/// @param key of what is an object of the cluster
public record Held(Belonging what, Optional<ObjectKey> key) {
  /// An object of the cluster.
  public static Held of(String component, ObjectKey key) {
    String kind = Belonging.KUBERNETES + kind(key);
    return new Held(
        Belonging.there(component, kind, name(key), DataKinds.hold(kind)), Optional.of(key));
  }

  /// Something in the account that is no object of the cluster.
  public static Held elsewhere(Belonging what) {
    return new Held(what, Optional.empty());
  }

  /// Whether a person names it to have it erased: a volume goes, or stays, with its claim.
  public boolean nameable() {
    return what.holdsData() && (key.isEmpty() || what.kind().equals(Belonging.CLAIM));
  }

  /// Whether somebody else than Kubernetes defines its kind.
  static boolean custom(ObjectKey key) {
    String group = group(key);
    return group.contains(".") && !group.endsWith(".k8s.io");
  }

  static String name(ObjectKey key) {
    return key.namespace().isEmpty() ? key.name() : key.namespace() + "/" + key.name();
  }

  /// As `kubectl` understands it.
  private static String kind(ObjectKey key) {
    return custom(key) ? key.kind() + "." + group(key) : key.kind();
  }

  private static String group(ObjectKey key) {
    int slash = key.apiVersion().indexOf('/');
    return slash < 0 ? "" : key.apiVersion().substring(0, slash);
  }
}
