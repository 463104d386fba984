package io.bowline.runner.hosted;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// How a hosted runner asks the clouds.
@ConfigMapping(prefix = "bowline.hosted")
public interface HostedSettings {
  /// How long a cloud may take to answer one check.
  @WithDefault("10s")
  Duration checkLimit();

  /// An address in the place of AWS itself, for tests.
  Optional<URI> awsEndpoint();

  /// An address in the place of all of Google Cloud's, for tests.
  Optional<URI> gcpEndpoint();

  /// An address in the place of all of Azure's, for tests.
  Optional<URI> azureEndpoint();

  /// An address in the place of all of Oracle's cloud, for tests.
  Optional<URI> ociEndpoint();
}
