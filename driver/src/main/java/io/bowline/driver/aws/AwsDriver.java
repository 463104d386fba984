package io.bowline.driver.aws;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.Grant;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.probe.Driver;
import io.bowline.cloud.probe.Errands;
import io.bowline.cloud.probe.Errands.Errand;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Region;

/// Asks AWS who an access key is and what it may do. Nothing is made or changed.
public final class AwsDriver implements Driver {
  private static final String REGIONS = "regions";

  private final AwsPlace place;
  private final Errands errands;

  public AwsDriver(AwsPlace place) {
    this.place = place;
    this.errands = Errands.longerThan(place.limit());
  }

  @Override
  public Findings probe(Configuration configuration) {
    try (Clients clients = new Clients(place, configuration)) {
      var user = new AtomicReference<>("");
      List<Check> credentials =
          errands.run(List.of(new Errand("sign-in", () -> signedIn(clients, user))));
      if (Result.worst(credentials) != Result.OK) {
        return Findings.notSignedIn(credentials);
      }
      var room = new RegionRoom(place, configuration, errands);
      return new Findings(credentials, permissions(clients, user.get(), room));
    }
  }

  private static List<Check> signedIn(Clients clients, AtomicReference<String> user) {
    SignIn who = SignIn.with(clients.sts());
    who.user().ifPresent(user::set);
    return List.of(who.check());
  }

  private List<Check> permissions(Clients clients, String user, RegionRoom room) {
    var simulation = new Simulation(clients.iam(), user);
    var asked = new ArrayList<Errand>();
    for (Grant grant : Permissions.of(Cloud.AWS).grants()) {
      asked.add(new Errand(grant.reason(), () -> simulation.of(grant)));
    }
    var boundary = new Boundary(clients.iam(), user);
    asked.add(new Errand(Boundary.NAME, () -> List.of(boundary.look())));
    asked.add(new Errand(REGIONS, () -> regions(clients, room)));
    var found = new ArrayList<>(errands.run(asked));
    if (found.stream().anyMatch(check -> check.result() == Result.INCONCLUSIVE)) {
      found.addAll(errands.run(List.of(new Errand("dry runs", new DryRuns(clients.ec2())::all))));
    }
    return found;
  }

  private static List<Check> regions(Clients clients, RegionRoom room) {
    try {
      List<String> open =
          clients.ec2().describeRegions().regions().stream().map(Region::regionName).toList();
      return open.isEmpty()
          ? List.of(Check.failed(REGIONS, "No region is open to this account. Ask AWS's support."))
          : List.of(
              Check.ok(REGIONS, "%d regions are open to this account.".formatted(open.size())),
              room.among(open));
    } catch (SdkException e) {
      return switch (AwsWords.kind(e)) {
        case DENIED ->
            List.of(
                Check.failed(REGIONS, "The regions cannot be listed. Grant ec2:DescribeRegions.")
                    .about(List.of("ec2:DescribeRegions")));
        case UNKNOWN_KEY, WRONG_SECRET, WOULD_SUCCEED, NOTHING_KNOWN ->
            List.of(Check.inconclusive(REGIONS, AwsWords.unknown(e)));
      };
    }
  }
}
