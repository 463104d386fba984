package io.bowline.control.provider;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps fleet providers.
public interface FleetProviderStore {
  /// False when the identifier is taken.
  boolean insert(Tx tx, FleetProvider provider, Sealed configuration);

  Optional<FleetProvider> find(Tx tx, OrgId org, String identifier);

  /// The provider, locked until the transaction ends.
  Optional<FleetProvider> lock(Tx tx, OrgId org, String identifier);

  /// The same by its id.
  Optional<FleetProvider> lock(Tx tx, OrgId org, FleetProviderId id);

  Optional<Sealed> sealed(Tx tx, OrgId org, FleetProviderId id);

  /// In order of identifiers, after one.
  List<FleetProvider> list(Tx tx, OrgId org, String after, int limit);

  /// Puts another configuration in the place of the one before, as the next revision.
  void change(Tx tx, OrgId org, FleetProviderId id, Map<String, String> shown, Sealed sealed);

  void delete(Tx tx, OrgId org, FleetProviderId id);
}
