package io.bowline.control.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Room;
import io.bowline.control.fleet.Standing;
import io.bowline.control.fleet.Tenancy;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Which fleet a Kafka cluster goes to, and why.
class PlacementTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Fleet fleet(String identifier, InfraType infra, String region, int unitsLeft) {
    return new Fleet(
        new OrgId(new UUID(0, 1)),
        new FleetId(new UUID(1, identifier.hashCode())),
        identifier,
        infra,
        identifier + ".example.com",
        Tenancy.SHARED,
        new Room(10, 40, 1, 40 - unitsLeft),
        region.isEmpty() ? Map.of() : Map.of("region", region),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        true,
        new Standing(FleetStatus.HEALTHY, "", NOW),
        "test",
        NOW,
        NOW);
  }

  private static Wanted region(String region) {
    return new Wanted(Optional.empty(), Optional.of(region), Optional.empty());
  }

  private static Placement place(List<Fleet> fleets, Wanted require, Wanted prefer) {
    return Placement.of(fleets, Tenancy.SHARED, 2, require, prefer);
  }

  @Test
  @Tag("K17.required-refuses")
  @Tag("K17.explained")
  void whatIsRequiredRefusesAndSaysWhyForEachFleet() {
    Placement placement =
        place(
            List.of(
                fleet("us", InfraType.AWS, "us-east-1", 20),
                fleet("nowhere", InfraType.BYOK, "", 20),
                fleet("full", InfraType.AWS, "eu-central-1", 1),
                fleet("eu", InfraType.AWS, "eu-central-1", 20)),
            region("eu-central-1"),
            Wanted.ANY);
    assertThat(placement.fit())
        .extracting(candidate -> candidate.fleet().identifier())
        .containsExactly("eu");
    assertThat(placement.refused())
        .extracting(candidate -> candidate.fleet().identifier() + " " + candidate.why())
        .containsExactly(
            "us has the region us-east-1, and eu-central-1 is wanted",
            "nowhere says no region, and eu-central-1 is wanted",
            "full 1 of 40 Kafka units are left (20 MBps), and 2 are wanted");
  }

  @Test
  @Tag("K17.prefer-ranks")
  @Tag("K17.explained")
  @Tag("K16.used-for-placement")
  void whatIsPreferredRanksAndTheRestIsFilledUpFirst() {
    Placement placement =
        place(
            List.of(
                fleet("eu-empty", InfraType.AWS, "eu-central-1", 30),
                fleet("eu-fuller", InfraType.AWS, "eu-central-1", 3),
                fleet("us-fuller", InfraType.AWS, "us-east-1", 2),
                fleet("gcp", InfraType.GCP, "europe-west3", 2)),
            Wanted.ANY,
            new Wanted(Optional.of(InfraType.AWS), Optional.of("eu-central-1"), Optional.empty()));
    assertThat(placement.fit())
        .extracting(candidate -> candidate.fleet().identifier())
        .containsExactly("eu-fuller", "eu-empty", "us-fuller", "gcp");
    assertThat(placement.fit().getFirst().why())
        .isEqualTo(
            "meets 2 of 2 preferences (infra_type aws, region eu-central-1); 3 Kafka units left");
    assertThat(placement.fit().getLast().why()).startsWith("meets 0 of 2 preferences;");
    assertThat(placement.refused()).isEmpty();
  }
}
