package io.bowline.control.departure;

import io.bowline.model.id.OrgId;
import java.io.IOException;

/// Something of an organization that is not in the database; every bean of this type is asked to
/// take it away, again and again for a while, on every replica.
public interface Traces {
  /// Takes it away; does nothing when it is away.
  ///
  /// @param name the organization's, as it was
  void erase(OrgId org, String name) throws IOException;
}
