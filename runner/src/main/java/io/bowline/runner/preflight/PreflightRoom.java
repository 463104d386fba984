package io.bowline.runner.preflight;

import io.bowline.cloud.preflight.Way;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.aws.ground.AwsGround;
import io.bowline.driver.aws.ground.SignedInAs;
import io.bowline.driver.aws.ground.Wish;
import io.bowline.driver.ground.OtherGround;
import io.bowline.model.job.JobSpec;
import io.bowline.model.place.Cloud;
import io.bowline.model.preflight.Seen;
import io.bowline.proto.codec.Addresses;
import io.bowline.runner.hosted.HostedRoom;
import io.bowline.runner.link.Credentials;
import io.bowline.runner.work.JobKind;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Makes the job; in a hosted runner there is none of it.
@Singleton
public final class PreflightRoom {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Produces
  @Singleton
  @LookupUnlessProperty(
      name = HostedRoom.ROLE,
      stringValue = HostedRoom.HOSTED,
      lookupIfMissing = true)
  JobKind preflight(Credentials credentials, Clock clock) {
    return new JobKind(
        "preflight", new PreflightJob(new Known(credentials), PreflightRoom::cloud, clock));
  }

  private record Known(Credentials credentials) implements PreflightJob.Surroundings {
    @Override
    public List<PreflightJob.Listener> listeners() {
      return credentials.addresses().map(Known::listeners).orElse(List.of());
    }

    private static List<PreflightJob.Listener> listeners(Addresses all) {
      return List.of(
          listener("artifacts", all.artifacts()),
          listener("logs", all.logs()),
          listener("metrics", all.metrics()),
          listener("link", all.link()));
    }

    private static PreflightJob.Listener listener(String name, Addresses.Address address) {
      return new PreflightJob.Listener(
          new Way(name, address.host(), address.port()),
          address.hasAlternate()
              ? Optional.of(new Way(name, address.alternateHost(), address.alternatePort()))
              : Optional.empty());
    }

    @Override
    public List<X509Certificate> authorities() {
      return credentials.authorities();
    }
  }

  /// With the runner's own identity there; what that may not ask is unknown.
  private static List<Seen> cloud(JobSpec.Preflight wanted) throws InterruptedException {
    Optional<Cloud> cloud = Cloud.parse(wanted.cloud());
    if (cloud.isEmpty()) {
      return List.of();
    }
    if (cloud.get() != Cloud.AWS) {
      return OtherGround.unlooked(cloud.get());
    }
    var wish =
        new Wish(
            wanted.name(),
            Optional.of(wanted.account()),
            wanted.region(),
            new Wish.Network.Made(),
            List.of("m6i.large"),
            Optional.empty(),
            true);
    try (var ground =
        new AwsGround(
            new AwsPlace(Optional.empty(), LIMIT),
            SignedInAs.found(System.getenv(), Optional.empty()),
            wish)) {
      return ground.look();
    }
  }
}
