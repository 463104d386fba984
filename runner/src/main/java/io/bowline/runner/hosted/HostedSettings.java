package io.bowline.runner.hosted;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a hosted runner asks clouds and clusters.
@ConfigMapping(prefix = "bowline.hosted")
public interface HostedSettings {
  /// How long a cloud or a cluster may take to answer one check.
  @WithDefault("10s")
  Duration checkLimit();

  /// Private networks, such as `10.20.0.0/16`, in which customers' clusters may be reached. None of
  /// them is otherwise, and those of this machine and of a cloud's metadata never are.
  Optional<List<String>> privateNetworks();

  /// Folder with the Terraform providers of the clouds, laid out as a filesystem mirror; without it
  /// `terraform-providers` in the state folder. There is no way to the network for them.
  Optional<Path> terraformMirror();

  /// An address in the place of AWS itself, for tests.
  Optional<URI> awsEndpoint();

  /// An address in the place of all of Google Cloud's, for tests.
  Optional<URI> gcpEndpoint();

  /// An address in the place of all of Azure's, for tests.
  Optional<URI> azureEndpoint();

  /// An address in the place of all of Oracle's cloud, for tests.
  Optional<URI> ociEndpoint();
}
