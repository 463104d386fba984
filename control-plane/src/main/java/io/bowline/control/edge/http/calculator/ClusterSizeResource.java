package io.bowline.control.edge.http.calculator;

import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.bowline.model.sizing.ClusterDemand;
import io.bowline.model.sizing.ClusterSize;
import io.bowline.model.sizing.KafkaUnits;
import io.bowline.model.sizing.NodeShape;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What a Kafka cluster needs.
@Path("/api/v1/calculators/cluster-size")
@Tag(name = "calculators")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ClusterSizeResource {
  /// What is asked of the cluster; what is not said is as usual.
  public static class Demand {
    @QueryParam("produceMbps")
    @Nullable BigDecimal produceMbps;

    @QueryParam("units")
    @Nullable Integer units;

    @QueryParam("fanOut")
    @Nullable Integer fanOut;

    @QueryParam("replicationFactor")
    @Nullable Integer replicationFactor;

    @QueryParam("retentionHours")
    @Nullable Integer retentionHours;

    @QueryParam("zones")
    @Nullable Integer zones;

    ClusterDemand demand() {
      KafkaUnits wanted = wantedUnits(produceMbps, units);
      try {
        return new ClusterDemand(
            wanted,
            or(fanOut, ClusterDemand.USUAL_FAN_OUT),
            or(replicationFactor, ClusterDemand.USUAL_REPLICATION),
            retentionHours == null
                ? ClusterDemand.USUAL_RETENTION
                : Duration.ofHours(retentionHours),
            or(zones, ClusterDemand.USUAL_ZONES));
      } catch (ClusterDemand.Refused e) {
        throw ProblemException.invalid(e.field(), e.reason());
      }
    }

    private static int or(@Nullable Integer given, int usual) {
      return given == null ? usual : given;
    }
  }

  private static KafkaUnits wantedUnits(@Nullable BigDecimal produceMbps, @Nullable Integer units) {
    if (produceMbps != null && units != null) {
      throw ProblemException.invalid("units", "and produceMbps say the same; send one of them");
    }
    return produceMbps == null
        ? Given.id("units", Given.field("units", units), KafkaUnits::new)
        : Given.id("produceMbps", produceMbps, KafkaUnits::forProduce);
  }

  /// Processors, and memory in 10^9 bytes.
  public record NodeView(int vcpu, int memoryGb) {
    static NodeView of(NodeShape shape) {
      return new NodeView(shape.vcpu(), shape.memoryGb());
    }
  }

  /// One broker at the full rate; a MB is 10^6 bytes, a GB 10^9.
  ///
  /// @param diskGb where all that is retained lies on its disk
  public record BrokerView(BigDecimal inMbps, BigDecimal outMbps, long diskGb) {
    static BrokerView of(ClusterSize.BrokerLoad load) {
      return new BrokerView(
          mbps(load.inBytesPerSecond()), mbps(load.outBytesPerSecond()), load.diskGb());
    }
  }

  /// A cluster's size as the API shows it.
  ///
  /// @param node what is recommended
  /// @param leastNode the least that the data nodes may be
  /// @param zones data nodes of each zone
  /// @param bigBroker where there are fewer and bigger brokers; `ocpu` are Oracle's processors
  /// @param objectStorageGb of what is retained, where only the last hours lie on disks
  /// @param addresses private ones, about so many
  public record ClusterSizeView(
      int units,
      BigDecimal throughputMbps,
      int dataNodes,
      int platformNodes,
      int nodes,
      NodeView node,
      NodeView leastNode,
      List<Integer> zones,
      ClusterSize.Scaling scaling,
      ClusterSize.BigBroker bigBroker,
      BrokerView broker,
      long objectStorageGb,
      long produceGbPerMonth,
      int addresses,
      List<String> warnings) {}

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "What a cluster of so many units, or for so many MB a second, needs")
  public ClusterSizeView size(
      @BeanParam Demand asked,
      @QueryParam("networkGbps") @Nullable BigDecimal networkGbps,
      @QueryParam("freeAddresses") @Nullable Integer freeAddresses) {
    ClusterDemand demand = asked.demand();
    ClusterSize size = ClusterSize.of(demand);
    return new ClusterSizeView(
        demand.units().count(),
        mbps(demand.units().bytesPerSecond()),
        size.dataNodes(),
        size.platformNodes(),
        size.nodes(),
        NodeView.of(NodeShape.STANDARD),
        NodeView.of(size.leastNode()),
        size.spread(),
        size.scaling(),
        size.fewest(),
        BrokerView.of(size.load()),
        size.load().objectStorageGb(),
        demand.units().gigabytesOfMonth(),
        size.addresses().estimated(),
        warnings(size, networkGbps, freeAddresses));
  }

  private static List<String> warnings(
      ClusterSize size, @Nullable BigDecimal networkGbps, @Nullable Integer freeAddresses) {
    List<String> found = new ArrayList<>();
    if (networkGbps != null && !size.load().fits(bits(networkGbps))) {
      found.add(
          "A broker moves %s MB a second in and %s out; a network of %s Gbit/s has no room left for bursts."
              .formatted(
                  mbps(size.load().inBytesPerSecond()).toPlainString(),
                  mbps(size.load().outBytesPerSecond()).toPlainString(),
                  networkGbps.toPlainString()));
    }
    if (freeAddresses != null && !size.addresses().fit(freeAddresses)) {
      found.add(
          "%d free addresses are few: nodes and pods take about %d, and fewer than %d leave no room for an upgrade."
              .formatted(freeAddresses, size.addresses().estimated(), ClusterSize.Addresses.FEW));
    }
    return found;
  }

  private static long bits(BigDecimal gigabits) {
    if (gigabits.signum() <= 0
        || gigabits.scale() > 6
        || gigabits.compareTo(BigDecimal.valueOf(10_000)) > 0) {
      throw ProblemException.invalid("networkGbps", "must be above 0 and at most 10000");
    }
    return gigabits.multiply(BigDecimal.valueOf(1_000_000_000)).longValue();
  }

  private static BigDecimal mbps(long bytesPerSecond) {
    return BigDecimal.valueOf(bytesPerSecond, 6).setScale(1, RoundingMode.HALF_UP);
  }
}
