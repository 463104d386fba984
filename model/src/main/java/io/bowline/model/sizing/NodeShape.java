package io.bowline.model.sizing;

/// Processors and memory of a node or of a broker.
///
/// @param vcpu virtual processors
/// @param memoryGb in 10^9 bytes
public record NodeShape(int vcpu, int memoryGb) {
  /// What is recommended: one unit on each.
  public static final NodeShape STANDARD = new NodeShape(4, 16);

  /// Enough for the brokers of a small cluster ({@link #SMALL_UNITS}).
  public static final NodeShape SMALL = new NodeShape(2, 8);

  /// Up to so many units a cluster may have small brokers.
  public static final int SMALL_UNITS = 3;
}
