package io.bowline.simulator.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.apply.Owner;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import java.nio.charset.StandardCharsets;

/// The note in which kubectl's client-side apply remembers what it applied last: while it is there,
/// kubectl's server-side apply keeps it up to date, so that one may go back.
final class LastApplied {
  private static final String NOTE = "kubectl.kubernetes.io/last-applied-configuration";

  private LastApplied() {}

  static void keep(Kind kind, ObjectNode before, ObjectNode after, ObjectNode config, Owner owner) {
    String noted = Tree.text(before, "metadata", "annotations", NOTE);
    if (!owner.manager().equals("kubectl") || noted.isEmpty()) {
      return;
    }
    String note = new String(Tree.bytes(config), StandardCharsets.UTF_8) + "\n";
    Tree.grow(after, "metadata", "annotations").put(NOTE, note);
    boolean counted = Meta.generation(after) > Meta.generation(before);
    if (!counted && Generation.grows(kind, before, after)) {
      Tree.grow(after, "metadata").put("generation", Meta.generation(before) + 1);
    }
  }
}
