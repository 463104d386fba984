package io.bowline.driver.aws;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.SmallestFleet;
import io.bowline.cloud.probe.Errands;
import io.bowline.cloud.probe.Errands.Errand;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import java.util.List;
import java.util.stream.Collectors;

/// Whether an account has room for a fleet. Quotas are each region's own, and an account is of use
/// where one of its regions has room; which one a fleet goes to is looked at before it is made.
record RegionRoom(AwsPlace place, Configuration configuration, Errands errands) {
  static final String NAME = "quotas of regions";

  /// @param regions that are open to the account, one at least
  Check among(List<String> regions) {
    List<Check> found =
        errands.run(
            regions.stream().map(region -> new Errand(NAME, () -> List.of(in(region)))).toList());
    long roomy = found.stream().filter(check -> check.result() == Result.OK).count();
    if (roomy > 0) {
      return Check.ok(
          NAME,
          "%d of %d regions have room for the smallest fleet (%d CPUs, a network, an address)."
              .formatted(roomy, regions.size(), SmallestFleet.CPUS));
    }
    return found.stream()
        .filter(check -> check.result() == Result.INCONCLUSIVE)
        .findFirst()
        .orElseGet(found::getFirst);
  }

  private Check in(String region) {
    try (var home = new AwsHome(place, configuration, region)) {
      return judged(region, home.quotas());
    }
  }

  /// What the quotas of one region come to. What AWS does not tell of one of them is no reason
  /// against the region; of all of them, nothing is known.
  static Check judged(String region, List<Check> quotas) {
    List<Check> full = of(quotas, Result.FAILED);
    if (!full.isEmpty()) {
      return Check.failed(
          NAME,
          "No region has room for the smallest fleet. In %s the quotas are too small of: %s. Ask AWS for more in Service Quotas, for the region that fleets shall go to."
              .formatted(region, full.stream().map(Check::name).collect(Collectors.joining(", "))));
    }
    return of(quotas, Result.OK).isEmpty()
        ? Check.inconclusive(NAME, quotas.getFirst().detail()).about(quotas.getFirst().actions())
        : Check.ok(NAME, "There is room.");
  }

  private static List<Check> of(List<Check> quotas, Result result) {
    return quotas.stream().filter(check -> check.result() == result).toList();
  }

  /// Nothing of the credentials.
  @Override
  public String toString() {
    return "RegionRoom[" + place.endpoint() + "]";
  }
}
