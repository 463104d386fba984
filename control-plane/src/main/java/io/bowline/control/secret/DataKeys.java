package io.bowline.control.secret;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;

/// Keeps one sealed data key per organization.
public interface DataKeys {
  /// The organization's key; the candidate is kept when it has none yet, whoever came first wins.
  Sealed keep(Tx tx, OrgId org, Sealed candidate);
}
