package io.bowline.control.dataplane;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// What runners are like that are put into clusters which customers bring.
@ConfigMapping(prefix = "bowline.fleet-runner")
@Explained("Runners of fleets")
public interface FleetRunnerSettings {
  @Explained("The runner's image, with digest or tag; without it none is put anywhere.")
  Optional<String> image();

  @Explained(
      "File with the trust root of releases that the runner gets; without it none is put anywhere.")
  Optional<Path> trustRoot();

  @Explained(
      "File with the policy that the runner begins with; without it, no plan is admitted until the customer names who may.")
  Optional<Path> policy();
}
