package io.bowline.control.provider;

import io.bowline.control.platform.Tx;
import java.util.Optional;

/// Says who needs a provider; every bean of this type is asked before one is deleted.
public interface ProviderUse {
  /// Who needs it, in words; empty for nobody.
  Optional<String> of(Tx tx, FleetProvider provider);
}
