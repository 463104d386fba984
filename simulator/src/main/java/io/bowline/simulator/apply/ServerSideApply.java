package io.bowline.simulator.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import java.util.List;
import java.util.Map;

/// Lays an applied configuration over an object and settles who owns what.
public final class ServerSideApply {
  private ServerSideApply() {}

  /// What came of it.
  public sealed interface Result {
    /// The object as it is to be written, before defaults.
    record Merged(ObjectNode object, FieldSet config) implements Result {}

    /// Others own these fields with other values.
    record Conflict(Map<String, List<String>> fieldsByOwner) implements Result {}
  }

  public static Result apply(
      Kind kind, ObjectNode live, ObjectNode config, Owner owner, boolean force) {
    Fields fields = new Fields(kind.name(), kind.custom());
    ObjectNode wanted = config.deepCopy();
    Tree.grow(wanted, "metadata").remove("managedFields");
    ManagedFields managed = ManagedFields.of(live);
    FieldSet mine = fields.of(wanted);
    FieldSet dropped = managed.ownedBy(owner).minus(mine).minus(managed.ownedByOthers(owner));
    ObjectNode kept = fields.without(live, onlyOutermost(dropped, mine));
    ObjectNode merged = fields.merge(kept, wanted);
    Fields.Difference difference = fields.between(live, merged);
    Map<String, List<String>> conflicts = managed.conflicts(owner, difference.changed());
    if (!conflicts.isEmpty() && !force) {
      return new Result.Conflict(conflicts);
    }
    return new Result.Merged(merged, mine);
  }

  /// What is still wanted below a dropped member keeps that member.
  private static FieldSet onlyOutermost(FieldSet dropped, FieldSet mine) {
    boolean member = dropped.isMember() && mine.isEmpty();
    Map<String, FieldSet> below = new java.util.TreeMap<>();
    dropped
        .children()
        .forEach((step, set) -> below.put(step, onlyOutermost(set, mine.child(step))));
    return FieldSet.of(member, below);
  }
}
