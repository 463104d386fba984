package io.bowline.model.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What nodes carry.
class CapacityTest {
  private static final long GB = 1_000_000_000;

  private static WorkerNode node(String name, String zone, int vcpu, int memoryGb) {
    // what a kubelet keeps for itself of such a node
    return new WorkerNode(
        name, "m5.large", zone, true, vcpu * 1_000L - 80, memoryGb * GB - GB, 200, 300_000_000);
  }

  private static WorkerNode taken(WorkerNode node, long milliCpu) {
    return new WorkerNode(
        node.name(),
        node.type(),
        node.zone(),
        true,
        node.milliCpu(),
        node.memoryBytes(),
        node.takenMilliCpu() + milliCpu,
        node.takenMemoryBytes());
  }

  private static List<WorkerNode> nodes(int count, int vcpu, int memoryGb) {
    List<WorkerNode> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(node("n" + vcpu + "-" + i, "zone-" + i % 3, vcpu, memoryGb));
    }
    return made;
  }

  private static Capacity of(List<WorkerNode> nodes) {
    return Capacity.of(nodes, CapacityRules.USUAL);
  }

  @Test
  void theTwoUsualPoolsCarryThreeUnitsOnSmallBrokersAndTwoOnLargeOnes() {
    List<WorkerNode> pools = new ArrayList<>(nodes(4, 2, 8));
    pools.addAll(nodes(2, 4, 16));
    Capacity capacity = of(pools);
    assertThat(capacity.standardUnits()).isEqualTo(2);
    assertThat(capacity.smallUnits()).isEqualTo(3);
    assertThat(capacity.units()).isEqualTo(3);
    assertThat(capacity.warnings())
        .singleElement()
        .asString()
        .contains("Only 2 nodes")
        .contains("2 vCPU and 8 GB are counted");
  }

  @Test
  void eachStandardNodeBeyondThePlatformsCarriesAUnit() {
    assertThat(of(nodes(7, 4, 16)).units()).isEqualTo(4);
    assertThat(of(nodes(7, 4, 16)).warnings()).isEmpty();
  }

  @Test
  @Tag("P6.other-pods-count")
  void podsThatAreThereAlreadyTakeTheirShare() {
    List<WorkerNode> nodes = new ArrayList<>(nodes(7, 4, 16));
    nodes.set(6, taken(nodes.get(6), 1_000));
    // the platform's share goes to the node that is half taken, which costs no unit
    assertThat(of(nodes).units()).isEqualTo(4);
    for (int i = 3; i < 6; i++) {
      nodes.set(i, taken(nodes.get(i), 1_000));
    }
    assertThat(of(nodes).units()).isEqualTo(3);
  }

  @Test
  void theZoneThatCarriesMostMayBeLost() {
    assertThat(of(nodes(12, 4, 16)).unitsWithoutLargestZone()).isEqualTo(5);
    assertThat(of(nodes(6, 4, 16)).unitsWithoutLargestZone()).isZero();
  }

  @Test
  void cordonedNodesCarryNothing() {
    List<WorkerNode> nodes = new ArrayList<>(nodes(6, 4, 16));
    WorkerNode cordoned = new WorkerNode("c", "m5.large", "zone-0", false, 64_000, 256 * GB, 0, 0);
    nodes.add(cordoned);
    assertThat(of(nodes).units()).isEqualTo(3);
  }

  @Test
  void withFewerCopiesFewerNodesAreEnough() {
    var one = new CapacityRules(500, GB, 500, GB, 0, 1);
    Capacity alone = Capacity.of(nodes(1, 2, 8), one);
    assertThat(alone.units()).isEqualTo(3);
    assertThat(alone.unitsWithoutLargestZone()).isZero();
    assertThat(alone.warnings()).isEmpty();
    var two = new CapacityRules(500, GB, 500, GB, 0, 2);
    assertThat(Capacity.of(nodes(1, 2, 8), two).units()).isZero();
    assertThat(Capacity.of(nodes(1, 2, 8), two).warnings())
        .first()
        .asString()
        .contains("1 nodes that take work; 2 copies of a record need 2");
    for (int copies : new int[] {0, 4}) {
      assertThatThrownBy(() -> new CapacityRules(500, GB, 500, GB, 0, copies))
          .hasMessageContaining("copies: 1 to 3");
    }
  }

  @Test
  void aClusterWithoutNodesCarriesNothingAndSaysSo() {
    Capacity none = of(List.of());
    assertThat(none.units()).isZero();
    assertThat(none.warnings()).singleElement().asString().contains("0 nodes");
  }

  @Test
  void machinesThatSlowDownAndThoseShortOfMemoryAreNamed() {
    WorkerNode burstable = new WorkerNode("b", "t3.xlarge", "z", true, 4_000, 16 * GB, 0, 0);
    WorkerNode lean = new WorkerNode("l", "c5.xlarge", "z", true, 4_000, 8 * GB, 0, 0);
    assertThat(of(List.of(burstable, lean, lean)).warnings())
        .anyMatch(line -> line.contains("Node b is of type t3.xlarge"))
        .anyMatch(line -> line.contains("Node l has 2.0 GB for each vCPU"));
  }

  @Test
  void amountsBeyondAnyMachineAreRefusedByName() {
    assertThatThrownBy(() -> new WorkerNode("n", "", "", true, 1, Long.MAX_VALUE, 0, 0))
        .hasMessageContaining("node n: memoryBytes");
    assertThatThrownBy(() -> new WorkerNode("n", "", "", true, -1, 0, 0, 0))
        .hasMessageContaining("milliCpu -1");
  }
}
