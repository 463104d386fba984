package io.bowline.model.cost;

import io.bowline.model.place.Cloud;
import io.bowline.model.place.Place;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Prices that the vendor has looked up, and when.
///
/// @param currency ISO 4217
public record PriceTable(
    LocalDate asOf, String currency, List<EgressPrice> egress, List<NodePrice> nodes) {
  public PriceTable {
    egress = List.copyOf(egress);
    nodes = List.copyOf(nodes);
  }

  /// What leaving a region costs.
  ///
  /// @param perGigabyte for 10^9 bytes
  public record EgressPrice(
      Cloud cloud, String region, Place.Distance distance, BigDecimal perGigabyte) {}

  /// What a machine costs.
  public record NodePrice(Cloud cloud, String region, String type, BigDecimal perHour) {}

  Optional<BigDecimal> egress(Place from, Place.Distance distance) {
    return egress.stream()
        .filter(price -> price.cloud() == from.cloud())
        .filter(price -> price.region().equals(from.region()) && price.distance() == distance)
        .map(EgressPrice::perGigabyte)
        .findFirst();
  }

  Optional<BigDecimal> node(Cloud cloud, String region, String type) {
    return nodes.stream()
        .filter(price -> price.cloud() == cloud)
        .filter(price -> price.region().equals(region) && price.type().equals(type))
        .map(NodePrice::perHour)
        .findFirst();
  }
}
