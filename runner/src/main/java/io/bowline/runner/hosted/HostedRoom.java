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
import io.bowline.model.place.Cloud;
import io.bowline.runner.work.JobKind;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
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
