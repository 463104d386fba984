package io.bowline.control.provision;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/// How fleets are made in cloud accounts.
@ConfigMapping(prefix = "bowline.provision")
@Explained("Cloud fleets")
public interface ProvisionSettings {
  @Explained(
      "Address ranges at which the control plane and the hosted runners are reached, as"
          + " 203.0.113.0/28: cloud fleets may reach them and nothing else outside. Without any,"
          + " none is made.")
  Optional<List<String>> controlPlaneCidrs();
}
