package io.bowline.model.sizing;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;

/// What a cluster needs.
///
/// @param dataNodes one broker on each
/// @param platformNodes for what is beside the brokers
/// @param spread data nodes of each zone, never more than one apart
/// @param scaling of the data nodes
/// @param fewest what a broker needs where there are fewer and bigger ones
public record ClusterSize(
    ClusterDemand demand,
    int dataNodes,
    int platformNodes,
    List<Integer> spread,
    Scaling scaling,
    BigBroker fewest,
    BrokerLoad load,
    Addresses addresses) {
  private static final int FEWEST_BROKERS = 3;
  private static final int PLATFORM = 3;

  public ClusterSize {
    spread = List.copyOf(spread);
  }

  /// Bounds of an autoscaling group.
  public record Scaling(int min, int desired, int max) {}

  /// A broker where a cluster has few and big ones; operators and agent take about one more
  /// processor and 2 GB in each pool of nodes.
  ///
  /// @param ocpu Oracle's processors: each is two virtual ones on x86
  public record BigBroker(int ocpu, int memoryGb) {
    private static final int MOST_OCPU = 32;
    private static final int MOST_MEMORY_GB = 512;
    private static final int MEMORY_OF_A_UNIT_GB = 4;

    static BigBroker of(KafkaUnits units) {
      return new BigBroker(
          Math.min(units.count(), MOST_OCPU),
          Math.min(units.count() * MEMORY_OF_A_UNIT_GB, MOST_MEMORY_GB));
    }
  }

  /// Network and disk of one broker at the full rate.
  ///
  /// @param inBytesPerSecond produced to it and replicated to it
  /// @param outBytesPerSecond replicated from it and read from it
  /// @param diskGb where all that is retained lies on its disk, 70 % full, in 10^9 bytes
  /// @param objectStorageGb of the whole cluster, where only the last hours lie on disks
  public record BrokerLoad(
      long inBytesPerSecond, long outBytesPerSecond, long diskGb, long objectStorageGb) {
    // a network card that is filled further drops what comes in bursts
    private static final int FILLED_PERCENT = 65;
    private static final BigInteger GB = BigInteger.valueOf(1_000_000_000);

    static BrokerLoad of(ClusterDemand demand, int brokers) {
      long rate = demand.units().bytesPerSecond();
      int copies = demand.replicationFactor();
      BigInteger kept =
          BigInteger.valueOf(rate).multiply(BigInteger.valueOf(demand.retention().toSeconds()));
      return new BrokerLoad(
          rate * copies / brokers,
          rate * (copies - 1 + demand.fanOut()) / brokers,
          kept.multiply(BigInteger.valueOf(copies * 10L))
              .divide(BigInteger.valueOf(7L * brokers))
              .divide(GB)
              .longValueExact(),
          kept.divide(GB).longValueExact());
    }

    /// Whether a network card carries it with room for bursts.
    ///
    /// @param bitsPerSecond of the card, in each direction
    public boolean fits(long bitsPerSecond) {
      long usable = bitsPerSecond / Byte.SIZE / 100 * FILLED_PERCENT;
      return Math.max(inBytesPerSecond, outBytesPerSecond) <= usable;
    }
  }

  /// Private addresses that nodes, pods and brokers take.
  ///
  /// @param estimated about so many
  public record Addresses(int estimated) {
    /// Fewer free ones than this are a warning, however small the cluster.
    public static final int FEW = 128;

    private static final int PODS_OF_A_NODE = 15;

    static Addresses of(int nodes, int brokers) {
      return new Addresses(nodes * PODS_OF_A_NODE + brokers);
    }

    /// Whether so many free addresses are enough to begin with.
    public boolean fit(int free) {
      return free >= Math.max(FEW, estimated);
    }
  }

  /// The size that a demand needs.
  public static ClusterSize of(ClusterDemand demand) {
    int brokers = dataNodes(demand.units());
    return new ClusterSize(
        demand,
        brokers,
        PLATFORM,
        spread(brokers, demand.zones()),
        new Scaling(brokers, brokers, 2 * brokers),
        BigBroker.of(demand.units()),
        BrokerLoad.of(demand, brokers),
        Addresses.of(brokers + PLATFORM, brokers));
  }

  /// One for each unit, and enough for three copies.
  static int dataNodes(KafkaUnits units) {
    return Math.max(FEWEST_BROKERS, units.count());
  }

  /// Data nodes and platform nodes.
  public int nodes() {
    return dataNodes + platformNodes;
  }

  /// The least that the data nodes may be.
  public NodeShape leastNode() {
    return demand.units().count() <= NodeShape.SMALL_UNITS ? NodeShape.SMALL : NodeShape.STANDARD;
  }

  private static List<Integer> spread(int nodes, int zones) {
    return IntStream.range(0, zones)
        .mapToObj(zone -> nodes / zones + (zone < nodes % zones ? 1 : 0))
        .toList();
  }
}
