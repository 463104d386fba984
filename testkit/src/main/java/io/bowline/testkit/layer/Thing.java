package io.bowline.testkit.layer;

import java.util.Comparator;

/// One resource: what it is for, and its name in the cloud; empty where the cloud gives it none.
public record Thing(Part part, String name) implements Comparable<Thing> {
  private static final Comparator<Thing> ORDER =
      Comparator.comparing(Thing::part).thenComparing(Thing::name);

  @Override
  public int compareTo(Thing other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return part + " " + name;
  }
}
