package io.bowline.installer.outlook;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What a month of an install costs, by list prices: an estimate.
///
/// @param asOf when the prices were written down
/// @param region whose prices they are; others are other
/// @param sources where they stand
/// @param items of the base layer
/// @param later what the runner makes when a release wants the usual pools
public record Bill(
    LocalDate asOf,
    String currency,
    String region,
    List<String> sources,
    List<Item> items,
    List<Item> later) {
  public Bill {
    sources = List.copyOf(sources);
    items = List.copyOf(items);
    later = List.copyOf(later);
  }

  /// A line of it.
  ///
  /// @param month empty where it goes by use, or the price is not known
  /// @param basis how it is counted
  public record Item(String what, int count, Optional<BigDecimal> month, String basis) {}

  /// Of what is known of the base layer.
  public BigDecimal base() {
    return sum(items);
  }

  /// The same with the pools.
  public BigDecimal whole() {
    return base().add(sum(later));
  }

  private static BigDecimal sum(List<Item> items) {
    return items.stream()
        .flatMap(item -> item.month().stream())
        .reduce(new BigDecimal("0.00"), BigDecimal::add);
  }
}
