package io.bowline.model.cost;

import io.bowline.model.cost.Estimate.AtMost;
import io.bowline.model.cost.Estimate.Free;
import io.bowline.model.cost.Estimate.Priced;
import io.bowline.model.cost.Estimate.Unknown;
import io.bowline.model.place.Cloud;
import io.bowline.model.place.Place;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// Estimates for a month of 30 days, by the prices that there are.
public final class Costs {
  private static final BigDecimal HOURS = BigDecimal.valueOf(720);

  // the most that any of the four clouds asks for what leaves it (row C74)
  private static final BigDecimal MOST_TO_ANOTHER_CLOUD = new BigDecimal("0.10");

  private final Optional<PriceTable> prices;

  public Costs(Optional<PriceTable> prices) {
    this.prices = prices;
  }

  /// What comes in.
  public Estimate ingress() {
    return new Free("Clouds take nothing for what comes in.");
  }

  /// What leaves a place for another.
  ///
  /// @param gigabytes of 10^9 bytes, in a month
  public Estimate egress(BigDecimal gigabytes, Place from, Place to) {
    Place.Distance distance = from.to(to);
    Optional<Estimate> known =
        prices.flatMap(table ->
            table.egress(from, distance).map(price -> priced(table, gigabytes.multiply(price))));
    return known.orElseGet(() -> usual(gigabytes, from, distance));
  }

  private static Estimate usual(BigDecimal gigabytes, Place from, Place.Distance distance) {
    return switch (distance) {
      case SAME_ZONE -> new Free("Traffic within a zone is free.");
      case SAME_REGION ->
          new Free(
              "Traffic within a region is usually free; some clouds take something between zones, and no price of that is loaded.");
      case OTHER_REGION ->
          new Unknown(
              "No price is loaded for what leaves %s %s for another region."
                  .formatted(from.cloud().text(), from.region()));
      case OTHER_CLOUD ->
          new AtMost(
              money(gigabytes.multiply(MOST_TO_ANOTHER_CLOUD)),
              "USD",
              "At most 0.10 for each GB to another cloud; no price is loaded for %s %s."
                  .formatted(from.cloud().text(), from.region()));
    };
  }

  /// Machines that run all the month.
  public Estimate nodes(Cloud cloud, String region, String type, int count) {
    return prices
        .flatMap(table ->
            table
                .node(cloud, region, type)
                .map(price ->
                    priced(table, price.multiply(HOURS).multiply(BigDecimal.valueOf(count)))))
        .orElseGet(() ->
            new Unknown(
                "No price is loaded for %s in %s %s.".formatted(type, cloud.text(), region)));
  }

  private static Estimate priced(PriceTable table, BigDecimal amount) {
    return new Priced(money(amount), table.currency(), table.asOf());
  }

  private static BigDecimal money(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP);
  }
}
