package io.bowline.testkit.layer;

import java.util.Comparator;

/// What a wall lets through.
///
/// `of` is whose wall it is and `peer` the other side: one of the words here, or a range of
/// addresses.
///
/// @param protocol `tcp`, `udp`, or `any`, which has no ports
public record Rule(Way way, String of, String peer, String protocol, int from, int to)
    implements Comparable<Rule> {
  /// The machines of the cluster and what runs on them.
  public static final String NODES = "nodes";

  /// The Kubernetes API.
  public static final String API = "api";

  /// The cloud's own services, by a door inside the network.
  public static final String CLOUD = "cloud";

  /// The cloud's store of objects, where it has a door of its own.
  public static final String STORAGE = "storage";

  /// A port that stands for all of them.
  public static final int ALL = 0;

  private static final Comparator<Rule> ORDER = Comparator.comparing(Rule::toString);

  /// Which way the first packet goes.
  public enum Way {
    /// From the other side.
    IN,
    /// To the other side.
    OUT
  }

  @Override
  public int compareTo(Rule other) {
    return ORDER.compare(this, other);
  }

  /// Whether the other side is addresses, and not somebody inside.
  public boolean ofRange() {
    return peer.indexOf('/') > 0;
  }

  @Override
  public String toString() {
    return "%s %s %s %s %s".formatted(way, of, peer, protocol, from == to ? from : from + "-" + to);
  }
}
