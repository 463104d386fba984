package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What stays in the cluster although no release names it any more: what asks for that in Helm's
/// own word, and definitions of custom kinds, with which everything of these kinds would go.
public final class Kept {
  /// The annotation by which an object asks to be kept.
  public static final String POLICY = "helm.sh/resource-policy";

  /// Its value.
  public static final String KEEP = "keep";

  private static final String DEFINITION = "CustomResourceDefinition";

  private Kept() {}

  /// Whether the object asks to be kept.
  public static boolean byPolicy(ObjectNode live) {
    return live.path("metadata").path("annotations").path(POLICY).asText().strip().equals(KEEP);
  }

  /// Whether pruning leaves it alone.
  static boolean whenPruned(ObjectNode live) {
    return byPolicy(live) || isDefinition(live);
  }

  /// Whether it defines a custom kind.
  static boolean isDefinition(ObjectNode object) {
    return object.path("kind").asText().equals(DEFINITION);
  }

  /// Whether Bowline itself applied it and left it behind, so that it may be taken up again.
  static boolean leftByUs(ObjectNode live) {
    for (JsonNode fields : live.path("metadata").path("managedFields")) {
      boolean ours = fields.path("manager").asText().equals(Cluster.FIELD_MANAGER);
      if (ours && fields.path("operation").asText().equals("Apply")) {
        return whenPruned(live);
      }
    }
    return false;
  }

  /// The line of a plan that says what becomes of an object that is no longer named.
  static String removal(ObjectKey key, ObjectNode live) {
    return whenPruned(live) ? stays(key, live) : "- " + key;
  }

  /// The line of a plan that says that an object is not removed, and why.
  public static String stays(ObjectKey key, ObjectNode live) {
    return "= "
        + key
        + " stays ("
        + (byPolicy(live) ? POLICY + ": keep" : "custom resources are never removed with it")
        + ")";
  }
}
