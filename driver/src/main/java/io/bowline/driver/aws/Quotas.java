package io.bowline.driver.aws;

import io.bowline.cloud.SmallestFleet;
import io.bowline.model.probe.Check;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/// What a region's quotas leave for one more fleet. Where AWS tells what is in use it is counted;
/// of processors and clusters the limit alone is known here.
record Quotas(ServiceQuotasClient quotas, Ec2Client ec2) {
  private static final List<Need> NEEDS =
      List.of(
          new Need(Quota.VPCS, 1, ec2 -> ec2.describeVpcsPaginator().vpcs().stream().count()),
          new Need(
              Quota.GATEWAYS,
              1,
              ec2 -> ec2.describeInternetGatewaysPaginator().internetGateways().stream().count()),
          new Need(Quota.ADDRESSES, 1, ec2 -> ec2.describeAddresses().addresses().size()),
          // it counts those of one zone, and a fleet has one in one of them
          new Need(Quota.NAT, 1, _ -> 0),
          new Need(Quota.CPUS, SmallestFleet.CPUS, _ -> 0),
          new Need(Quota.CLUSTERS, 1, _ -> 0));

  /// A quota that a fleet takes from.
  ///
  /// @param used how much is taken; 0 where that is not known
  private record Need(Quota quota, long needed, ToLongFunction<Ec2Client> used) {
    String name() {
      return quota.text();
    }
  }

  List<Check> look() {
    return NEEDS.stream().map(this::look).toList();
  }

  private Check look(Need need) {
    try {
      Optional<Double> limit = need.quota().limit(quotas);
      return limit.isPresent()
          ? judged(
              need.name(), limit.get().longValue(), need.used().applyAsLong(ec2), need.needed())
          : Check.inconclusive(need.name(), "AWS names no quota for it.");
    } catch (SdkException e) {
      return switch (AwsWords.kind(e)) {
        case DENIED ->
            Check.inconclusive(
                    need.name(),
                    "These credentials may not read quotas. Replace the user's policy by the"
                        + " permission document.")
                .about(List.of("servicequotas:GetServiceQuota"));
        case UNKNOWN_KEY, WRONG_SECRET, WOULD_SUCCEED, NOTHING_KNOWN ->
            Check.inconclusive(need.name(), AwsWords.unknown(e));
      };
    }
  }

  /// What a limit means for one more fleet.
  static Check judged(String name, long limit, long used, long needed) {
    return used + needed <= limit
        ? Check.ok(name, "%d of %d are taken, and a fleet takes %d.".formatted(used, limit, needed))
        : Check.failed(
            name,
            "The quota is %d, %d are taken, and a fleet takes %d. Ask AWS for more in Service Quotas, or take another region."
                .formatted(limit, used, needed));
  }
}
