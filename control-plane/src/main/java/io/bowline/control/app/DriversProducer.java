package io.bowline.control.app;

import io.bowline.control.provider.Drivers;
import io.bowline.control.provider.ProviderSettings;
import io.bowline.driver.aws.AwsDriver;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.azure.AzureDriver;
import io.bowline.driver.azure.AzurePlace;
import io.bowline.driver.gcp.GcpDriver;
import io.bowline.driver.gcp.GcpPlace;
import io.bowline.model.place.Cloud;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/// Says who asks the clouds about credentials: nobody, unless the operator wants it.
@Singleton
final class DriversProducer {
  @Produces
  @Singleton
  Drivers drivers(ProviderSettings settings) {
    return settings.liveChecks()
        ? new Drivers(
            Map.of(
                Cloud.AWS,
                new AwsDriver(new AwsPlace(settings.awsEndpoint(), settings.checkLimit())),
                Cloud.GCP,
                new GcpDriver(new GcpPlace(settings.gcpEndpoint(), settings.checkLimit())),
                Cloud.AZURE,
                new AzureDriver(new AzurePlace(settings.azureEndpoint(), settings.checkLimit()))),
            "This version does not ask this cloud yet, so nothing can be told.")
        : new Drivers(
            Map.of(),
            "This control plane asks no cloud, so nothing can be told. Its operator can switch that"
                + " on with bowline.provider.live-checks.");
  }
}
