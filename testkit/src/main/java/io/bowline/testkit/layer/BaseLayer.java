package io.bowline.testkit.layer;

import java.util.List;
import java.util.Set;

/// A base layer as it was made.
///
/// @param things every resource but the rules, in order
/// @param rules every rule; what is not in here is shut
/// @param outputs the words under which it says what was made
public record BaseLayer(
    List<Thing> things,
    Set<Rule> rules,
    Cluster cluster,
    Registry registry,
    Runner runner,
    Set<String> outputs) {

  /// The cluster.
  ///
  /// @param from the ranges that reach its API from outside the network; empty for none
  /// @param inside whether its API has an address in the network
  /// @param makerRules whether who makes it has rights in it by that alone
  /// @param sealed whether its secrets are encrypted by the key of this layer
  /// @param publicNodes whether a machine of it has an address of its own outside
  public record Cluster(
      String name,
      Set<String> from,
      boolean inside,
      boolean makerRules,
      boolean sealed,
      boolean publicNodes) {}

  /// The registry.
  ///
  /// @param fixed whether a tag, once pushed, stays what it is
  /// @param scanned whether images are looked through for known flaws
  /// @param sealed whether images are encrypted by the key of this layer
  public record Registry(String address, boolean fixed, boolean scanned, boolean sealed) {}

  /// The one service account that is the runner to the cloud.
  public record Runner(String namespace, String serviceAccount) {}

  public BaseLayer {
    things = things.stream().sorted().toList();
    rules = Set.copyOf(rules);
    outputs = Set.copyOf(outputs);
  }

  /// The names of what is this, in order.
  public List<String> names(Part part) {
    return things.stream().filter(thing -> thing.part() == part).map(Thing::name).toList();
  }
}
