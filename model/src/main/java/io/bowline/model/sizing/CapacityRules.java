package io.bowline.model.sizing;

/// What a broker takes of a node: the nominal shape less what the node's own system keeps.
///
/// @param unitMilliCpu a broker of one unit, in thousandths of a processor
/// @param unitMemoryBytes the same of memory
/// @param smallMilliCpu a small broker
/// @param smallMemoryBytes the same of memory
/// @param platformNodes set aside for what is beside the brokers
/// @param copies of each record that brokers keep, each on a node of its own
public record CapacityRules(
    long unitMilliCpu,
    long unitMemoryBytes,
    long smallMilliCpu,
    long smallMemoryBytes,
    int platformNodes,
    int copies) {
  /// What Kafka keeps in production.
  public static final int USUAL_COPIES = 3;

  /// Of 4 vCPU and 16 GB, and of 2 vCPU and 8 GB.
  public static final CapacityRules USUAL =
      new CapacityRules(3_500, 14_000_000_000L, 1_500, 6_000_000_000L, 3, USUAL_COPIES);

  public CapacityRules {
    if (unitMilliCpu < 1 || unitMemoryBytes < 1 || smallMilliCpu < 1 || smallMemoryBytes < 1) {
      throw new IllegalArgumentException("a broker takes some processor and some memory");
    }
    if (platformNodes < 0) {
      throw new IllegalArgumentException("platform nodes: not below 0");
    }
    if (copies < 1 || copies > USUAL_COPIES) {
      throw new IllegalArgumentException("copies: 1 to " + USUAL_COPIES);
    }
  }

  /// Units that the node carries.
  int units(WorkerNode node) {
    return (int)
        Math.min(
            KafkaUnits.MOST,
            Math.min(node.freeMilliCpu() / unitMilliCpu, node.freeMemoryBytes() / unitMemoryBytes));
  }

  /// Whether the node carries a small broker.
  boolean carriesSmall(WorkerNode node) {
    return node.freeMilliCpu() >= smallMilliCpu && node.freeMemoryBytes() >= smallMemoryBytes;
  }
}
