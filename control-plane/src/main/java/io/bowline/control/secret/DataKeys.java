package io.bowline.control.secret;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Optional;

/// Keeps one sealed data key per organization.
public interface DataKeys {
  Optional<Sealed> find(Tx tx, OrgId org);

  /// The organization's key; the candidate is kept when it has none yet, whoever came first wins.
  Sealed keep(Tx tx, OrgId org, Sealed candidate);

  /// Organizations that have a key, in order, after one.
  List<OrgId> after(Tx tx, Optional<OrgId> last, int limit);

  /// The organization's key, locked until the transaction ends.
  Optional<Sealed> lock(Tx tx, OrgId org);

  /// Puts the same key, sealed anew, in its place.
  void replace(Tx tx, OrgId org, Sealed renewed);
}
