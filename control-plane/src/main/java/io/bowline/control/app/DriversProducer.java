package io.bowline.control.app;

import io.bowline.cloud.probe.Driver;
import io.bowline.control.provider.Drivers;
import io.bowline.control.provider.ProviderSettings;
import io.bowline.driver.aws.AwsDriver;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.azure.AzureDriver;
import io.bowline.driver.azure.AzurePlace;
import io.bowline.driver.gcp.GcpDriver;
import io.bowline.driver.gcp.GcpPlace;
import io.bowline.driver.oracle.OracleDriver;
import io.bowline.driver.oracle.OraclePlace;
import io.bowline.model.place.Cloud;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// Says who asks the clouds about credentials: nobody, unless the operator wants it.
@Singleton
final class DriversProducer {
  @Produces
  @Singleton
  Drivers drivers(ProviderSettings settings) {
    return settings.liveChecks()
        ? new Drivers(all(settings), "Nobody asks this cloud.")
        : new Drivers(
            Map.of(),
            "This control plane asks no cloud, so nothing can be told. Its operator can switch that"
                + " on with bowline.provider.live-checks.");
  }

  private static Map<Cloud, Driver> all(ProviderSettings settings) {
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
