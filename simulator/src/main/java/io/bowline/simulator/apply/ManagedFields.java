package io.bowline.simulator.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who owns which fields of one object.
public final class ManagedFields {
  private static final FieldSet UNOWNED =
      FieldSet.parse(
          Tree.parse(
              """
              {"f:apiVersion":{},"f:kind":{},"f:metadata":{"f:name":{},"f:namespace":{},"f:uid":{},
              "f:creationTimestamp":{},"f:generation":{},"f:managedFields":{},"f:selfLink":{},
              "f:resourceVersion":{},"f:deletionTimestamp":{},"f:deletionGracePeriodSeconds":{}}}
              """
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8)));

  private record Held(FieldSet fields, String time) {}

  private final Map<Owner, Held> held = new LinkedHashMap<>();

  private ManagedFields() {}

  public static ManagedFields of(ObjectNode object) {
    ManagedFields read = new ManagedFields();
    for (ObjectNode entry : Tree.objects(object, "metadata", "managedFields")) {
      Owner owner =
          new Owner(
              Tree.text(entry, "manager"),
              Tree.text(entry, "operation").equals("Apply"),
              Tree.text(entry, "apiVersion"),
              Tree.text(entry, "subresource"));
      read.held.put(
          owner, new Held(FieldSet.parse(Tree.at(entry, "fieldsV1")), Tree.text(entry, "time")));
    }
    return read;
  }

  public FieldSet ownedBy(Owner owner) {
    Held mine = held.get(owner);
    return mine == null ? FieldSet.empty() : mine.fields();
  }

  /// What all others own together.
  public FieldSet ownedByOthers(Owner owner) {
    FieldSet all = FieldSet.empty();
    for (Map.Entry<Owner, Held> entry : held.entrySet()) {
      if (!entry.getKey().equals(owner)) {
        all = all.union(entry.getValue().fields());
      }
    }
    return all;
  }

  /// The fields that would be taken from others, by their owner's name.
  public Map<String, List<String>> conflicts(Owner owner, FieldSet changed) {
    Map<String, List<String>> conflicts = new LinkedHashMap<>();
    held.forEach((other, set) -> {
      List<String> taken = set.fields().intersect(changed).paths();
      if (!other.equals(owner) && !taken.isEmpty()) {
        String name = "\"" + other.manager() + "\"";
        String by = name + beside(other);
        conflicts.computeIfAbsent(by, b -> new ArrayList<>()).addAll(taken);
      }
    });
    return conflicts;
  }

  private static String beside(Owner other) {
    String sub =
        other.subresource().isEmpty() ? "" : " with subresource \"" + other.subresource() + "\"";
    return other.apply() ? sub : sub + " using " + other.apiVersion();
  }

  /// Records a write that was not an apply.
  public void updated(Owner owner, Fields.Difference difference, String now) {
    FieldSet changed = difference.changed().minus(UNOWNED);
    if (changed.isEmpty() && difference.removed().isEmpty()) {
      return;
    }
    takeFromOthers(owner, changed.union(difference.removed()));
    FieldSet mine =
        ownedBy(owner).union(changed).minusWithBelow(difference.removed()).minus(UNOWNED);
    hold(owner, mine, now);
  }

  /// Records an apply: the owner owns what it applied, nobody else what it took or removed.
  public void applied(Owner owner, FieldSet config, Fields.Difference difference, String now) {
    takeFromOthers(owner, difference.changed().union(difference.removed()));
    hold(owner, config.minus(UNOWNED), now);
  }

  private void takeFromOthers(Owner owner, FieldSet taken) {
    held.replaceAll((other, set) ->
        other.equals(owner) ? set : new Held(set.fields().minus(taken), set.time()));
    held.values().removeIf(set -> set.fields().isEmpty());
  }

  private void hold(Owner owner, FieldSet fields, String now) {
    if (fields.isEmpty()) {
      held.remove(owner);
    } else if (!fields.equals(ownedBy(owner))) {
      held.put(owner, new Held(fields, now));
    }
  }

  /// Writes `metadata.managedFields`.
  public void write(ObjectNode object) {
    ObjectNode metadata = Tree.grow(object, "metadata");
    metadata.remove("managedFields");
    if (held.isEmpty()) {
      return;
    }
    ArrayNode entries = metadata.putArray("managedFields");
    held.forEach((owner, set) -> {
      ObjectNode entry = entries.addObject();
      entry.put("manager", owner.manager());
      entry.put("operation", owner.operation());
      entry.put("apiVersion", owner.apiVersion());
      entry.put("time", set.time());
      entry.put("fieldsType", "FieldsV1");
      entry.set("fieldsV1", set.fields().json());
      if (!owner.subresource().isEmpty()) {
        entry.put("subresource", owner.subresource());
      }
    });
  }
}
