package io.bowline.simulator.storage;

import java.util.Comparator;

/// Where an object is kept: kind id, namespace (empty for cluster-wide ones) and name.
public record Key(String kind, String namespace, String name) implements Comparable<Key> {
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::kind).thenComparing(Key::namespace).thenComparing(Key::name);

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }
}
