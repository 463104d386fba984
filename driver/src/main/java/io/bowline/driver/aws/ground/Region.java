package io.bowline.driver.aws.ground;

import io.bowline.model.preflight.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;

/// Whether the region is open to the account, and has zones and machines.
record Region(Ec2Client ec2, Wish wish) {
  private static final int ZONES = 2;

  /// Families of two processors for each eight GB, the usual ones first.
  private static final List<String> ALIKE = List.of("m6i", "m7i", "m6a", "m7a", "m5", "m5a");

  List<Seen> look() {
    var seen = new ArrayList<Seen>();
    seen.add(new Look("region", "ec2:DescribeRegions").one(this::open));
    seen.add(new Look("zones", "ec2:DescribeAvailabilityZones").one(this::zones));
    seen.addAll(new Look("machines", "ec2:DescribeInstanceTypeOfferings").all(this::machines));
    return seen;
  }

  private Seen open() {
    String name = wish.region();
    List<software.amazon.awssdk.services.ec2.model.Region> known =
        ec2.describeRegions(ask -> ask.allRegions(true)).regions();
    return known.stream()
        .filter(region -> name.equals(region.regionName()))
        .findFirst()
        .map(region ->
            "not-opted-in".equals(region.optInStatus())
                ? Seen.fail(
                        "region",
                        name + " is not enabled for this account",
                        "Nothing can be made there.",
                        "Enable it, which takes minutes.")
                    .by("aws account enable-region --region-name " + name)
                : Seen.ok("region", name + " is open to this account"))
        .orElseGet(() ->
            Seen.fail(
                "region",
                "AWS has no region " + name,
                "Nothing can be made there.",
                "Give another --region."));
  }

  private Seen zones() {
    List<String> zones = names();
    return zones.size() >= ZONES
        ? Seen.ok("zones", String.join(", ", zones))
        : Seen.fail(
            "zones",
            "%d zone(s) are open there: %s".formatted(zones.size(), String.join(", ", zones)),
            "A cluster wants subnets in two zones at least.",
            "Give another --region.");
  }

  private List<String> names() {
    return ec2
        .describeAvailabilityZones(ask ->
            ask.filters(
                Lines.where("zone-type", "availability-zone"), Lines.where("state", "available")))
        .availabilityZones()
        .stream()
        .map(AvailabilityZone::zoneName)
        .sorted()
        .toList();
  }

  private List<Seen> machines() {
    return offered(wish.machines()).entrySet().stream()
        .map(type -> machine(type.getKey(), type.getValue()))
        .toList();
  }

  /// In which zones each type is offered.
  private Map<String, Set<String>> offered(List<String> types) {
    Map<String, Set<String>> zones = new TreeMap<>();
    types.forEach(type -> zones.put(type, new TreeSet<>()));
    for (InstanceTypeOffering offer :
        ec2.describeInstanceTypeOfferingsPaginator(ask ->
                ask.locationType(LocationType.AVAILABILITY_ZONE)
                    .filters(Lines.where("instance-type", types.toArray(String[]::new))))
            .instanceTypeOfferings()) {
      Set<String> of = zones.get(offer.instanceTypeAsString());
      if (of != null) {
        of.add(offer.location());
      }
    }
    return zones;
  }

  private Seen machine(String type, Set<String> zones) {
    if (zones.size() >= ZONES) {
      return Seen.ok("machines", "%s in %s".formatted(type, String.join(", ", zones)));
    }
    String size = type.substring(type.indexOf('.') + 1);
    List<String> others =
        offered(ALIKE.stream().map(family -> family + "." + size).toList()).entrySet().stream()
            .filter(other -> other.getValue().size() >= ZONES)
            .map(Map.Entry::getKey)
            .toList();
    return Seen.fail(
        "machines",
        zones.isEmpty()
            ? "%s is not offered in %s".formatted(type, wish.region())
            : "%s is offered in %s alone".formatted(type, String.join(", ", zones)),
        "The pool of such machines would not come up in two zones.",
        others.isEmpty()
            ? "Take another type, here by --machine and in the install by its system_instance_type."
            : "Take %s, which are offered there: here by --machine, and in the install by its system_instance_type."
                .formatted(String.join(" or ", others)));
  }
}
