package io.bowline.control.provider;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// How fleet providers are checked.
@ConfigMapping(prefix = "bowline.provider")
@Explained("Fleet providers")
public interface ProviderSettings {
  @Explained(
      "Whether this process asks the clouds about credentials. Off, it dials nobody, every check is"
          + " inconclusive and no fleet can be made with a provider.")
  @WithDefault("false")
  boolean liveChecks();

  @Explained("How long a cloud may take to answer one check.")
  @WithDefault("10s")
  Duration checkLimit();

  @Explained("An address in the place of AWS itself, for tests.")
  Optional<URI> awsEndpoint();

  @Explained("An address in the place of all of Google Cloud's, for tests.")
  Optional<URI> gcpEndpoint();

  @Explained("An address in the place of all of Azure's, for tests.")
  Optional<URI> azureEndpoint();

  @Explained("An address in the place of all of Oracle's cloud, for tests.")
  Optional<URI> ociEndpoint();
}
