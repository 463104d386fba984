package io.bowline.bench;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// One figure.
///
/// @param row what was measured, with its unit: `idle memory, MiB`
/// @param peers the same figure of others, measured in the same run
/// @param budget what the design allows; less is better
public record Row(String row, double ours, Map<String, Double> peers, OptionalDouble budget) {
  public Row {
    peers = Map.copyOf(peers);
  }

  /// A figure without a peer.
  static Row alone(String row, double ours, double budget) {
    return new Row(row, ours, Map.of(), OptionalDouble.of(budget));
  }

  /// Ours by the best peer's.
  public OptionalDouble ratio() {
    return peers.values().stream().mapToDouble(Double::doubleValue).min().stream()
        .map(best -> ours / best)
        .findFirst();
  }

  /// Whether the figure is within its budget; empty when it has none.
  public Optional<Boolean> met() {
    return budget.isPresent() ? Optional.of(ours <= budget.getAsDouble()) : Optional.empty();
  }
}
