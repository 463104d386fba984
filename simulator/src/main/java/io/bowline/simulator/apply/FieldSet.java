package io.bowline.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A set of field paths, as `fieldsV1` writes it; each step is `f:name`, `k:{...}` or `v:value`.
public final class FieldSet {
  private final boolean member;
  private final Map<String, FieldSet> children;

  private FieldSet(boolean member, Map<String, FieldSet> children) {
    this.member = member;
    this.children = children;
  }

  public static FieldSet empty() {
    return new FieldSet(false, Map.of());
  }

  static FieldSet leaf() {
    return new FieldSet(true, Map.of());
  }

  static FieldSet of(boolean member, Map<String, FieldSet> children) {
    Map<String, FieldSet> kept = new TreeMap<>();
    children.forEach((step, set) -> {
      if (!set.isEmpty()) {
        kept.put(step, set);
      }
    });
    return new FieldSet(member, kept);
  }

  /// Reads `fieldsV1`.
  public static FieldSet parse(JsonNode fields) {
    Map<String, FieldSet> children = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (!field.getKey().equals(".")) {
        JsonNode deeper = field.getValue();
        children.put(field.getKey(), deeper.isEmpty() ? leaf() : parse(deeper));
      }
    }
    return new FieldSet(fields.has("."), children);
  }

  /// Writes `fieldsV1`.
  public ObjectNode json() {
    ObjectNode written = Tree.object();
    if (member && !children.isEmpty()) {
      written.putObject(".");
    }
    children.forEach((step, set) -> written.set(step, set.json()));
    return written;
  }

  public boolean isEmpty() {
    return !member && children.isEmpty();
  }

  boolean isMember() {
    return member;
  }

  FieldSet child(String step) {
    return children.getOrDefault(step, empty());
  }

  Map<String, FieldSet> children() {
    return children;
  }

  public FieldSet union(FieldSet other) {
    Map<String, FieldSet> all = new TreeMap<>(children);
    other.children.forEach((step, set) -> all.merge(step, set, FieldSet::union));
    return of(member || other.member, all);
  }

  public FieldSet minus(FieldSet other) {
    Map<String, FieldSet> left = new TreeMap<>();
    children.forEach((step, set) -> left.put(step, set.minus(other.child(step))));
    return of(member && !other.member, left);
  }

  public FieldSet intersect(FieldSet other) {
    Map<String, FieldSet> both = new TreeMap<>();
    children.forEach((step, set) -> both.put(step, set.intersect(other.child(step))));
    return of(member && other.member, both);
  }

  /// Without the members of the other set and everything below them.
  public FieldSet minusWithBelow(FieldSet gone) {
    if (gone.member) {
      return empty();
    }
    Map<String, FieldSet> left = new TreeMap<>();
    children.forEach((step, set) -> left.put(step, set.minusWithBelow(gone.child(step))));
    return of(member, left);
  }

  /// The members as people read them: `.spec.template.spec.containers[name="a"].image`.
  public List<String> paths() {
    List<String> found = new ArrayList<>();
    collect("", found);
    return found;
  }

  private void collect(String prefix, List<String> found) {
    if (member) {
      found.add(prefix);
    }
    children.forEach((step, set) -> set.collect(prefix + readable(step), found));
  }

  private static String readable(String step) {
    String body = step.substring(2);
    if (step.startsWith("f:")) {
      return "." + body;
    }
    if (step.startsWith("k:")) {
      StringBuilder keys = new StringBuilder("[");
      for (Map.Entry<String, JsonNode> key :
          Tree.parse(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)).properties()) {
        keys.append(keys.length() > 1 ? "," : "")
            .append(key.getKey())
            .append('=')
            .append(key.getValue());
      }
      return keys.append(']').toString();
    }
    return "[=" + body + "]";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldSet set && set.member == member && set.children.equals(children);
  }

  @Override
  public int hashCode() {
    return Boolean.hashCode(member) + 31 * children.hashCode();
  }

  @Override
  public String toString() {
    return paths().toString();
  }
}
