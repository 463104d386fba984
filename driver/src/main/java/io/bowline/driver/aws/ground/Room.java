package io.bowline.driver.aws.ground;

import io.bowline.cloud.SmallestFleet;
import io.bowline.driver.aws.Quota;
import io.bowline.model.preflight.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Instance;

/// What the region's quotas leave.
record Room(Lines lines, Wish wish) {
  private static final int SYSTEM_CPUS = 4;

  /// The families that this quota is of: standard ones.
  private static final Set<Character> STANDARD =
      Set.of('a', 'c', 'd', 'h', 'i', 'm', 'r', 't', 'z');

  List<Seen> look() {
    var seen = new ArrayList<Seen>();
    if (wish.makesNetwork()) {
      seen.add(
          left(
              Quota.VPCS,
              1,
              "ec2:DescribeVpcs",
              () -> lines.ec2().describeVpcsPaginator().vpcs().stream().count()));
      seen.add(
          left(
              Quota.GATEWAYS,
              1,
              "ec2:DescribeInternetGateways",
              () ->
                  lines.ec2().describeInternetGatewaysPaginator().internetGateways().stream()
                      .count()));
      seen.add(
          left(
              Quota.ADDRESSES,
              1,
              "ec2:DescribeAddresses",
              () -> lines.ec2().describeAddresses().addresses().size()));
      // counted by zone, and it has one in one of them
      seen.add(left(Quota.NAT, 1, "ec2:DescribeNatGateways", () -> 0));
    }
    seen.add(processors(SmallestFleet.CPUS + SYSTEM_CPUS));
    seen.add(
        left(
            Quota.CLUSTERS,
            1,
            "eks:ListClusters",
            () -> lines.eks().listClustersPaginator().clusters().stream().count()));
    return seen;
  }

  /// Where the base layer is there already: what the pools take that come now.
  List<Seen> pools() {
    return List.of(processors(SmallestFleet.CPUS));
  }

  private Seen processors(long needed) {
    return left(Quota.CPUS, needed, "ec2:DescribeInstances, ec2:DescribeInstanceTypes", this::cpus);
  }

  private Seen left(Quota quota, long needed, String action, LongSupplier taken) {
    String check = "quota." + quota.text();
    return new Look(check, "servicequotas:GetServiceQuota, " + action)
        .one(() -> {
          Optional<Double> limit = quota.limit(lines.quotas());
          return limit.isEmpty()
              ? Seen.unknown(
                  check,
                  "AWS names no quota for it",
                  "It is not known whether there is room.",
                  "Look at it in the console, under Service Quotas.")
              : judged(quota, limit.get().longValue(), taken.getAsLong(), needed, wish.region());
        });
  }

  /// What a limit means for one more install.
  static Seen judged(Quota quota, long limit, long taken, long needed, String region) {
    String check = "quota." + quota.text();
    String seen = "%d of %d are taken, and an install takes %d".formatted(taken, limit, needed);
    if (taken + needed <= limit) {
      return Seen.ok(check, seen);
    }
    return Seen.fail(
            check,
            seen,
            "AWS would refuse to make it: the installer stops there, half-way.",
            "Ask AWS for more, and wait until it is granted; or give up what nobody needs.")
        .by(
            "aws service-quotas request-service-quota-increase --region %s --service-code %s --quota-code %s --desired-value %d"
                .formatted(region, quota.service(), quota.code(), taken + needed));
  }

  private long cpus() {
    Map<String, Long> running =
        lines
            .ec2()
            .describeInstancesPaginator(
                ask -> ask.filters(Lines.where("instance-state-name", "pending", "running")))
            .reservations()
            .stream()
            .flatMap(reservation -> reservation.instances().stream())
            .filter(machine -> STANDARD.contains(machine.instanceTypeAsString().charAt(0)))
            .filter(machine -> machine.instanceLifecycle() == null)
            .collect(Collectors.groupingBy(Instance::instanceTypeAsString, Collectors.counting()));
    return running.isEmpty() ? 0 : cpus(running);
  }

  private long cpus(Map<String, Long> running) {
    return lines
        .ec2()
        .describeInstanceTypesPaginator(ask ->
            ask.filters(Lines.where("instance-type", running.keySet().toArray(String[]::new))))
        .instanceTypes()
        .stream()
        .mapToLong(type ->
            type.vCpuInfo().defaultVCpus() * running.getOrDefault(type.instanceTypeAsString(), 0L))
        .sum();
  }
}
