package io.bowline.driver.aws.ground;

import io.bowline.driver.aws.ground.Wish.Network.Yours;
import io.bowline.model.preflight.Seen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Subnet;

/// Those of a given network's subnets that an install takes.
///
/// @param ranges of the network
record Subnets(Ec2Client ec2, String region, Yours yours, List<Ipv4> ranges) {
  private static final String TAG = "kubernetes.io/role/internal-elb";
  private static final int ROOM = 128;
  private static final int ENOUGH = 24;
  private static final int ZONES = 2;
  private static final int BETTER = 3;

  List<Seen> look() {
    List<Subnet> all =
        ec2
            .describeSubnetsPaginator(ask -> ask.filters(Lines.where("vpc-id", yours.vpc())))
            .subnets()
            .stream()
            .toList();
    var routes = Routes.of(ec2, region, yours.vpc(), all);
    List<Subnet> taken = all.stream().filter(this::taken).toList();
    List<String> absent =
        yours.subnets().stream()
            .filter(id -> all.stream().noneMatch(subnet -> id.equals(subnet.subnetId())))
            .toList();
    if (!absent.isEmpty()) {
      return List.of(absent(absent));
    }
    if (taken.isEmpty()) {
      return List.of(untagged(all.stream().filter(subnet -> !routes.open(subnet)).toList(), all));
    }
    var seen = new ArrayList<Seen>();
    seen.add(tags(taken));
    seen.add(zones(taken, all));
    seen.add(free(taken, all));
    seen.add(ipv4(taken));
    seen.add(routes.look(taken));
    seen.add(
        new Look("subnets.rules", "ec2:DescribeNetworkAcls")
            .one(() -> new Walls(ec2, region, yours.vpc()).look(taken)));
    return seen;
  }

  private boolean taken(Subnet subnet) {
    return yours.subnets().isEmpty() ? tagged(subnet) : yours.subnets().contains(subnet.subnetId());
  }

  private static boolean tagged(Subnet subnet) {
    return subnet.tags().stream().anyMatch(tag -> TAG.equals(tag.key()));
  }

  private Seen absent(List<String> ids) {
    return Seen.fail(
            "subnets",
            "%s is not in %s".formatted(String.join(", ", ids), yours.vpc()),
            "The installer would stop at once.",
            "Give subnets of this network. These are there:")
        .by(
            "aws ec2 describe-subnets --region %s --filters Name=vpc-id,Values=%s --query 'Subnets[].[SubnetId,AvailabilityZone,CidrBlock]' --output text"
                .formatted(region, yours.vpc()));
  }

  private Seen untagged(List<Subnet> inner, List<Subnet> all) {
    return Seen.fail(
            "subnets.tags",
            "no subnet of %s has the tag %s".formatted(yours.vpc(), TAG),
            "It is not known which subnets are meant, and load balancers for Kafka find none.",
            inner.isEmpty()
                ? "Make private subnets in %d zones, and tag them.".formatted(BETTER)
                : "Tag the private ones that the install may have.")
        .by(inner.isEmpty() ? more(all, List.of(), BETTER) : List.of(tag(inner)));
  }

  private Seen tags(List<Subnet> taken) {
    List<Subnet> without = taken.stream().filter(subnet -> !tagged(subnet)).toList();
    return without.isEmpty()
        ? Seen.ok("subnets.tags", "all %d have %s".formatted(taken.size(), TAG))
        : Seen.fail(
                "subnets.tags",
                "%s has no tag %s".formatted(ids(without), TAG),
                "Load balancers inside the network do not find their subnets: no endpoints for Kafka.",
                "Tag them.")
            .by(tag(without));
  }

  private String tag(List<Subnet> some) {
    return "aws ec2 create-tags --region %s --resources %s --tags Key=%s,Value=1"
        .formatted(
            region, some.stream().map(Subnet::subnetId).collect(Collectors.joining(" ")), TAG);
  }

  private Seen zones(List<Subnet> taken, List<Subnet> all) {
    Set<String> zones =
        taken.stream().map(Subnet::availabilityZone).collect(Collectors.toCollection(TreeSet::new));
    String seen = "%d zone(s): %s".formatted(zones.size(), String.join(", ", zones));
    if (zones.size() >= BETTER) {
      return Seen.ok("subnets.zones", seen);
    }
    boolean stops = zones.size() < ZONES;
    String means =
        stops
            ? "A cluster wants subnets in two zones at least."
            : "Kafka keeps three copies: with two zones, one that fails takes two of them along.";
    String fix = "Make one in another zone" + given();
    List<String> commands = more(all, zones, stops ? ZONES - zones.size() : BETTER - zones.size());
    return (stops
            ? Seen.fail("subnets.zones", seen, means, fix)
            : Seen.warn("subnets.zones", seen, means, fix))
        .by(commands);
  }

  private String given() {
    return yours.subnets().isEmpty() ? "." : ", and give its id, too.";
  }

  private Seen free(List<Subnet> taken, List<Subnet> all) {
    List<Subnet> full =
        taken.stream().filter(subnet -> subnet.availableIpAddressCount() < ROOM).toList();
    String seen =
        taken.stream()
            .map(subnet ->
                "%s has %d".formatted(subnet.subnetId(), subnet.availableIpAddressCount()))
            .collect(Collectors.joining(", "));
    if (full.isEmpty()) {
      return Seen.ok("subnets.free", seen + " free addresses");
    }
    var commands = new ArrayList<String>();
    var used = new ArrayList<>(all.stream().map(Subnet::cidrBlock).map(Ipv4::parse).toList());
    for (Subnet small : full) {
      made(small.availabilityZone(), used).ifPresent(commands::add);
    }
    commands.add(
        "aws ec2 delete-tags --region %s --resources %s --tags Key=%s"
            .formatted(
                region, full.stream().map(Subnet::subnetId).collect(Collectors.joining(" ")), TAG));
    return Seen.fail(
            "subnets.free",
            seen + " free addresses, and %d are needed in each".formatted(ROOM),
            "Nodes and pods take addresses of the subnets: where they run out, pods do not start.",
            "Make larger ones beside them and have the install take those" + given())
        .by(commands);
  }

  private Seen ipv4(List<Subnet> taken) {
    List<Subnet> none =
        taken.stream().filter(subnet -> Boolean.TRUE.equals(subnet.ipv6Native())).toList();
    return none.isEmpty()
        ? Seen.ok("subnets.ipv4", "all have IPv4 addresses; IPv6 ones are not used")
        : Seen.fail(
            "subnets.ipv4",
            ids(none) + " has IPv6 addresses alone",
            "Nodes of an install have IPv4 addresses, and do not start there.",
            "Take subnets that have IPv4 addresses.");
  }

  /// Subnets in zones that have none yet, of what the network has left.
  private List<String> more(List<Subnet> all, Collection<String> zones, int wanted) {
    var used = new ArrayList<>(all.stream().map(Subnet::cidrBlock).map(Ipv4::parse).toList());
    return ec2
        .describeAvailabilityZones(
            ask -> ask.filters(Lines.where("zone-type", "availability-zone")))
        .availabilityZones()
        .stream()
        .map(AvailabilityZone::zoneName)
        .filter(zone -> !zones.contains(zone))
        .sorted()
        .limit(wanted)
        .flatMap(zone -> made(zone, used).stream())
        .toList();
  }

  private Optional<String> made(String zone, List<Ipv4> used) {
    Optional<Ipv4> part =
        Stream.iterate(ENOUGH, bits -> bits <= ENOUGH, bits -> bits + 1)
            .flatMap(bits -> ranges.stream().flatMap(range -> range.free(bits, used).stream()))
            .findFirst();
    part.ifPresent(used::add);
    return part.map(range ->
        "aws ec2 create-subnet --region %s --vpc-id %s --availability-zone %s --cidr-block %s --tag-specifications 'ResourceType=subnet,Tags=[{Key=%s,Value=1}]'"
            .formatted(region, yours.vpc(), zone, range, TAG));
  }

  private static String ids(List<Subnet> some) {
    return some.stream().map(Subnet::subnetId).collect(Collectors.joining(", "));
  }
}
