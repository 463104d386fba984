package io.bowline.model.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The vectors of the sizing rules.
class ClusterSizeTest {
  private static ClusterSize size(int units) {
    return ClusterSize.of(ClusterDemand.of(new KafkaUnits(units)));
  }

  @ParameterizedTest(name = "{0} MB a second are {1} units")
  @CsvSource({"0,1", "0.1,1", "20,1", "20.1,2", "55,3", "100,5", "200000,10000"})
  void aPartOfAUnitIsAWholeOne(BigDecimal megabytes, int units) {
    assertThat(KafkaUnits.forProduce(megabytes)).isEqualTo(new KafkaUnits(units));
  }

  @ParameterizedTest(name = "{0} MB a second are refused")
  @ValueSource(strings = {"-0.1", "200000.1", "1e400"})
  void noPeakIsBelowNothingOrBeyondTheLargestCluster(BigDecimal megabytes) {
    assertThatThrownBy(() -> KafkaUnits.forProduce(megabytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MB a second");
  }

  @Test
  @Tag("K14.units-to-mbps")
  void threeUnitsTakeSixtyMillionBytesASecond() {
    assertThat(new KafkaUnits(3).bytesPerSecond()).isEqualTo(60_000_000);
    assertThat(new KafkaUnits(1).gigabytesOfMonth()).isEqualTo(51_840);
  }

  @ParameterizedTest(name = "{0} units need {1} nodes")
  @CsvSource({"1,6", "2,6", "3,6", "4,7", "10,13", "17,20", "40,43"})
  void thereIsANodeForEachUnitAndThreeForThePlatform(int units, int nodes) {
    assertThat(size(units).nodes()).isEqualTo(nodes);
  }

  @Test
  @Tag("K15.default-node")
  void aNodeHasFourProcessorsAndSixteenGigabytesUnlessTheClusterIsSmall() {
    assertThat(NodeShape.STANDARD).isEqualTo(new NodeShape(4, 16));
    assertThat(size(4).leastNode()).isEqualTo(NodeShape.STANDARD);
    assertThat(size(3).leastNode()).isEqualTo(new NodeShape(2, 8));
  }

  @Test
  @Tag("C57.smallest-setup")
  void theSmallestSetupHasMoreThanFourProcessorsAndTwelveGigabytes() {
    ClusterSize smallest = size(1);
    assertThat(smallest.dataNodes() * smallest.leastNode().vcpu()).isGreaterThanOrEqualTo(4);
    assertThat(smallest.dataNodes() * smallest.leastNode().memoryGb()).isGreaterThanOrEqualTo(12);
  }

  @ParameterizedTest(name = "{0} units: a broker of {1} OCPU and {2} GB")
  @CsvSource({"2,2,8", "8,8,32", "16,16,64", "32,32,128", "64,32,256", "128,32,512", "500,32,512"})
  void fewerAndBiggerBrokersEndAtThirtyTwoProcessors(int units, int ocpu, int memory) {
    assertThat(size(units).fewest()).isEqualTo(new ClusterSize.BigBroker(ocpu, memory));
  }

  @ParameterizedTest(name = "{0} units: {1} in, {2} out")
  @CsvSource({"1,20000000,26666666", "4,60000000,80000000", "10,60000000,80000000"})
  void aBrokersNetworkCarriesCopiesAndReaders(int units, long in, long out) {
    ClusterSize.BrokerLoad load = size(units).load();
    assertThat(load.inBytesPerSecond()).isEqualTo(in);
    assertThat(load.outBytesPerSecond()).isEqualTo(out);
  }

  @Test
  void aNetworkCardKeepsRoomForBursts() {
    ClusterSize.BrokerLoad load = size(4).load();
    assertThat(load.fits(1_000_000_000)).isTrue();
    assertThat(load.fits(900_000_000)).isFalse();
  }

  @ParameterizedTest(name = "{0} units: {1} GB a broker")
  @CsvSource({"1,17280", "4,51840"})
  void sevenDaysOnDisksAreWhyObjectStorageIsUsual(int units, long gigabytes) {
    assertThat(size(units).load().diskGb()).isEqualTo(gigabytes);
    assertThat(size(1).load().objectStorageGb()).isEqualTo(12_096);
  }

  @Test
  void theLargestClusterForTheLongestTimeIsStillANumber() {
    var demand =
        new ClusterDemand(
            new KafkaUnits(KafkaUnits.MOST), 1_000, 10_000, Duration.ofDays(3_660), 1);
    assertThat(ClusterSize.of(demand).load().diskGb()).isPositive();
    assertThat(ClusterSize.of(demand).load().outBytesPerSecond()).isPositive();
  }

  @Test
  void zonesDifferByOneNodeAtMost() {
    assertThat(size(4).spread()).containsExactly(2, 1, 1);
    assertThat(size(1).spread()).containsExactly(1, 1, 1);
    assertThat(size(1).scaling()).isEqualTo(new ClusterSize.Scaling(3, 3, 6));
  }

  @Test
  void fewFreeAddressesAreTooFewHoweverSmallTheCluster() {
    ClusterSize.Addresses addresses = size(1).addresses();
    assertThat(addresses.estimated()).isEqualTo(6 * 15 + 3);
    assertThat(addresses.fit(127)).isFalse();
    assertThat(addresses.fit(128)).isTrue();
    assertThat(size(10).addresses().fit(128)).isFalse();
  }

  @Test
  void moreCopiesThanBrokersAreRefusedByName() {
    assertThatThrownBy(
            () -> new ClusterDemand(new KafkaUnits(2), 2, 4, ClusterDemand.USUAL_RETENTION, 3))
        .hasMessage("replicationFactor 4 must be 1 to 3 here");
    assertThatThrownBy(() -> new ClusterDemand(new KafkaUnits(2), 2, 3, Duration.ofDays(-1), 3))
        .hasMessageContaining("retention");
  }
}
