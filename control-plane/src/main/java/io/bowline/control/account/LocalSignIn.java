package io.bowline.control.account;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;

/// Whether an organization lets its people in by passwords, or has a way of its own and no other.
@FunctionalInterface
public interface LocalSignIn {
  boolean isOn(Tx tx, OrgId org);
}
