package io.bowline.control.offer;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Optional;

/// Where pins are kept.
public interface PinStore {
  /// Whose pin it is.
  ///
  /// @param install of one install; of all of the organization's when empty
  record Key(OrgId org, String product, Optional<InstallId> install) {}

  void put(Tx tx, Key key, Pin pin);

  /// Whether there was one.
  boolean remove(Tx tx, Key key);

  Optional<Pin> find(Tx tx, Key key);

  /// Those of whole organizations' products, by product.
  List<Pin> whole(Tx tx, OrgId org);
}
