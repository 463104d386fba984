package io.bowline.model.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.cost.Estimate.AtMost;
import io.bowline.model.cost.Estimate.Free;
import io.bowline.model.cost.Estimate.Priced;
import io.bowline.model.cost.Estimate.Unknown;
import io.bowline.model.place.Cloud;
import io.bowline.model.place.Place;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What traffic and machines cost, and what nobody knows.
class CostsTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-01");
  private static final BigDecimal UNIT = BigDecimal.valueOf(51_840);
  private static final Place HERE = place(Cloud.AWS, "us-west-2", "a");

  private final Costs unpriced = new Costs(Optional.empty());
  private final Costs priced =
      new Costs(
          Optional.of(
              new PriceTable(
                  DAY,
                  "EUR",
                  List.of(
                      new PriceTable.EgressPrice(
                          Cloud.AWS,
                          "us-west-2",
                          Place.Distance.OTHER_CLOUD,
                          new BigDecimal("0.05")),
                      new PriceTable.EgressPrice(
                          Cloud.AWS,
                          "us-west-2",
                          Place.Distance.SAME_REGION,
                          new BigDecimal("0.01"))),
                  List.of(
                      new PriceTable.NodePrice(
                          Cloud.AWS, "us-west-2", "m7g.xlarge", new BigDecimal("0.1"))))));

  private static Place place(Cloud cloud, String region, String zone) {
    return new Place(cloud, region, Optional.of(zone));
  }

  @Test
  @Tag("C73.ingress-zero")
  void whatComesInIsFree() {
    assertThat(unpriced.ingress()).isInstanceOf(Free.class);
  }

  @Test
  @Tag("C74.same-zone-zero")
  @Tag("C74.same-region-zero")
  void trafficWithinAZoneOrRegionIsFreeWithANote() {
    assertThat(unpriced.egress(UNIT, HERE, HERE)).isInstanceOf(Free.class);
    assertThat(unpriced.egress(UNIT, HERE, place(Cloud.AWS, "us-west-2", "b")))
        .isInstanceOfSatisfying(Free.class, free -> assertThat(free.note()).contains("usually"));
  }

  @Test
  @Tag("C74.other-vendor")
  void anotherCloudTakesAtMostTenCentsForAGigabyte() {
    assertThat(unpriced.egress(UNIT, HERE, place(Cloud.GCP, "us-west1", "a")))
        .isInstanceOfSatisfying(
            AtMost.class,
            most -> {
              assertThat(most.amount()).isEqualByComparingTo("5184.00");
              assertThat(most.currency()).isEqualTo("USD");
            });
  }

  @Test
  @Tag("C75.destination-vendors")
  void fourCloudsAreOtherVendorsToEachOther() {
    assertThat(Cloud.values()).hasSize(4);
    for (Cloud from : Cloud.values()) {
      for (Cloud to : Cloud.values()) {
        assertThat(place(from, "r", "z").to(place(to, "r", "z")))
            .isEqualTo(from == to ? Place.Distance.SAME_ZONE : Place.Distance.OTHER_CLOUD);
      }
    }
  }

  @Test
  @Tag("P9.cost-or-unknown")
  void whatNoTableSaysIsUnknownAndNeverGuessed() {
    assertThat(unpriced.egress(UNIT, HERE, place(Cloud.AWS, "eu-west-1", "a")))
        .isInstanceOf(Unknown.class);
    assertThat(unpriced.nodes(Cloud.AWS, "us-west-2", "m7g.xlarge", 3)).isInstanceOf(Unknown.class);
    assertThat(priced.nodes(Cloud.AWS, "us-west-2", "m7g.2xlarge", 3))
        .isEqualTo(new Unknown("No price is loaded for m7g.2xlarge in aws us-west-2."));
  }

  @Test
  void aPriceIsToldWithItsDay() {
    assertThat(priced.egress(UNIT, HERE, place(Cloud.ORACLE, "us-phoenix-1", "a")))
        .isEqualTo(new Priced(new BigDecimal("2592.00"), "EUR", DAY));
    assertThat(priced.egress(UNIT, HERE, place(Cloud.AWS, "us-west-2", "b")))
        .isEqualTo(new Priced(new BigDecimal("518.40"), "EUR", DAY));
    assertThat(priced.nodes(Cloud.AWS, "us-west-2", "m7g.xlarge", 6))
        .isEqualTo(new Priced(new BigDecimal("432.00"), "EUR", DAY));
  }

  @Test
  @Tag("C72.region-warning")
  void aSourceInAnotherRegionIsWarnedOf() {
    Place source = place(Cloud.AWS, "eu-west-1", "a");
    assertThat(HERE.warningFor(source).orElseThrow()).contains("aws eu-west-1", "aws us-west-2");
    assertThat(HERE.warningFor(place(Cloud.AWS, "us-west-2", "b"))).isEmpty();
  }

  @Test
  void aZoneThatIsNotKnownIsAnotherOne() {
    Place somewhere = new Place(Cloud.AWS, "us-west-2", Optional.empty());
    assertThat(somewhere.to(somewhere)).isEqualTo(Place.Distance.SAME_REGION);
    assertThatThrownBy(() -> new Place(Cloud.AWS, " ", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
