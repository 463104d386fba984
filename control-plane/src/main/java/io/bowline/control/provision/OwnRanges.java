package io.bowline.control.provision;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Where this control plane is, as data planes are told.
@ApplicationScoped
public class OwnRanges {
  /// What has to be set for there to be any.
  public static final String SETTING = "bowline.provision.control-plane-cidrs";

  private final ProvisionSettings settings;

  OwnRanges(ProvisionSettings settings) {
    this.settings = settings;
  }

  /// Address ranges; empty when nobody has said.
  public List<String> all() {
    return settings.controlPlaneCidrs().orElse(List.of());
  }
}
