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
    record Merged(ObjectNode object, FieldSet config, ObjectNode source) implements Result {}

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
    FieldSet gone = fields.named(managed.ownedBy(owner)).minus(fields.named(mine));
    ObjectNode kept = new Removal(fields).of(live, gone, managed.ownedByOthers(owner));
    ObjectNode merged = fields.merge(kept, wanted);
    Fields.Difference difference = fields.between(live, merged);
    Map<String, List<String>> conflicts = managed.conflicts(owner, difference.changed());
    if (!conflicts.isEmpty() && !force) {
      return new Result.Conflict(conflicts);
    }
    return new Result.Merged(merged, mine, wanted);
  }
}
