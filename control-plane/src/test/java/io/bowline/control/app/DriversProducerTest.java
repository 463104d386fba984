package io.bowline.control.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.provider.Drivers;
import io.bowline.control.provider.ProviderSettings;
import io.bowline.model.place.Cloud;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who asks the clouds.
class DriversProducerTest {
  private record Settings(boolean liveChecks) implements ProviderSettings {
    @Override
    public Duration checkLimit() {
      return Duration.ofSeconds(10);
    }

    @Override
    public Optional<URI> awsEndpoint() {
      return Optional.empty();
    }

    @Override
    public Optional<URI> gcpEndpoint() {
      return Optional.empty();
    }

    @Override
    public Optional<URI> azureEndpoint() {
      return Optional.empty();
    }

    @Override
    public Optional<URI> ociEndpoint() {
      return Optional.empty();
    }
  }

  private static Drivers drivers(boolean liveChecks) {
    return new DriversProducer().drivers(new Settings(liveChecks));
  }

  @Test
  void nobodyUnlessTheOperatorWantsIt() {
    assertThat(drivers(false).known()).isEmpty();
    assertThat(drivers(true).known()).containsOnlyKeys(Cloud.values());
  }
}
