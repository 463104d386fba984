package io.bowline.model.sizing;

/// A node of a customer's cluster, as its Kubernetes describes it.
///
/// @param type of the machine, as its cloud names it; empty when not known
/// @param zone empty when not known
/// @param schedulable false for cordoned nodes and those whose taints keep brokers away
/// @param milliCpu allocatable, in thousandths of a processor
/// @param memoryBytes allocatable
/// @param takenMilliCpu asked for by pods that are there, DaemonSets among them
/// @param takenMemoryBytes the same of memory
public record WorkerNode(
    String name,
    String type,
    String zone,
    boolean schedulable,
    long milliCpu,
    long memoryBytes,
    long takenMilliCpu,
    long takenMemoryBytes) {
  private static final long MOST_MILLI_CPU = 10_000_000;
  private static final long MOST_MEMORY = 1_000_000_000_000_000L;

  public WorkerNode {
    within(name, "milliCpu", milliCpu, MOST_MILLI_CPU);
    within(name, "takenMilliCpu", takenMilliCpu, MOST_MILLI_CPU);
    within(name, "memoryBytes", memoryBytes, MOST_MEMORY);
    within(name, "takenMemoryBytes", takenMemoryBytes, MOST_MEMORY);
  }

  private static void within(String node, String field, long value, long most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(
          "node %s: %s %d must be 0 to %d".formatted(node, field, value, most));
    }
  }

  long freeMilliCpu() {
    return Math.max(0, milliCpu - takenMilliCpu);
  }

  long freeMemoryBytes() {
    return Math.max(0, memoryBytes - takenMemoryBytes);
  }
}
