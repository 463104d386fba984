package io.bowline.runner.hosted;

import io.bowline.cloud.probe.Driver;
import io.bowline.driver.aws.AwsDriver;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.azure.AzureDriver;
import io.bowline.driver.azure.AzurePlace;
import io.bowline.driver.gcp.GcpDriver;
import io.bowline.driver.gcp.GcpPlace;
import io.bowline.driver.oracle.OracleDriver;
import io.bowline.driver.oracle.OraclePlace;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.place.Cloud;
import io.bowline.runner.hosted.cluster.AddressPolicy;
import io.bowline.runner.hosted.cluster.ClusterDoor;
import io.bowline.runner.hosted.cluster.Dial;
import io.bowline.runner.hosted.cluster.Names;
import io.bowline.runner.work.JobKind;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Makes the jobs of a hosted runner; in any other one there are none of them.
@Singleton
public final class HostedRoom {
  /// The setting that makes a runner a hosted one.
  public static final String ROLE = "bowline.runner.role";

  /// Its value.
  public static final String HOSTED = "hosted";

  @Produces
  @Singleton
  @LookupIfProperty(name = ROLE, stringValue = HOSTED)
  JobKind checkProvider(Handovers handovers, HostedSettings settings) {
    return new JobKind(
        "check-provider", new CredentialedJob(handovers, new ProviderCheck(drivers(settings))));
  }

  @Produces
  @Singleton
  ClusterWork clusterWork(HostedSettings settings, Clock clock) {
    AddressPolicy policy = AddressPolicy.allowing(settings.privateNetworks().orElse(List.of()));
    var door = new ClusterDoor(policy, Names.SYSTEM, Dial.DIRECT, ClusterDoor.Patience.USUAL);
    var made =
        new MadeClusters(
            new GcpPlace(settings.gcpEndpoint(), settings.checkLimit()),
            new AzurePlace(settings.azureEndpoint(), settings.checkLimit()),
            clock);
    return new ClusterWork(door, clock, settings.checkLimit(), made);
  }

  @Produces
  @Singleton
  @LookupIfProperty(name = ROLE, stringValue = HOSTED)
  JobKind checkCluster(Handovers handovers, ClusterWork work) {
    return kind(FleetErrand.CHECK_CLUSTER, handovers, work::check);
  }

  @Produces
  @Singleton
  @LookupIfProperty(name = ROLE, stringValue = HOSTED)
  JobKind bootstrapCluster(Handovers handovers, ClusterWork work) {
    return kind(FleetErrand.BOOTSTRAP_CLUSTER, handovers, work::bootstrap);
  }

  @Produces
  @Singleton
  @LookupIfProperty(name = ROLE, stringValue = HOSTED)
  JobKind removeCluster(Handovers handovers, ClusterWork work) {
    return kind(FleetErrand.REMOVE_CLUSTER, handovers, work::remove);
  }

  private static JobKind kind(
      FleetErrand errand, Handovers handovers, CredentialedJob.Errand work) {
    return new JobKind(errand.kind(), new CredentialedJob(handovers, work));
  }

  private static Map<Cloud, Driver> drivers(HostedSettings settings) {
    Duration limit = settings.checkLimit();
    var drivers = new EnumMap<Cloud, Driver>(Cloud.class);
    for (Cloud cloud : Cloud.values()) {
      drivers.put(
          cloud,
          switch (cloud) {
            case AWS -> new AwsDriver(new AwsPlace(settings.awsEndpoint(), limit));
            case GCP -> new GcpDriver(new GcpPlace(settings.gcpEndpoint(), limit));
            case ORACLE -> new OracleDriver(new OraclePlace(settings.ociEndpoint(), limit));
            case AZURE -> new AzureDriver(new AzurePlace(settings.azureEndpoint(), limit));
          });
    }
    return drivers;
  }
}
