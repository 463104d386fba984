package io.bowline.control.fleet;

import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.platform.Tx;

/// Makes fleets of some kinds, and takes them down. Every bean of this type is asked; each fleet is
/// one maker's business. All calls are in the transaction of the wish, on a fleet that is locked.
public interface FleetMaker {
  /// Whether fleets of this kind are its business.
  boolean makes(InfraType infra);

  /// Somebody wishes for this fleet, or wishes again after it could not be made: it is `Pending`.
  ///
  /// @param by who, for the audit
  void wished(Tx tx, Fleet fleet, String by);

  /// Somebody wishes it away, or wishes so again: it is `Deleting`.
  ///
  /// @param by who, for the audit
  void unwished(Tx tx, Fleet fleet, String by);

  /// Whether work from outside is under way on a fleet that is `Provisioning`: until that is over,
  /// what its runner says of it does not count.
  default boolean works(Tx tx, Fleet fleet) {
    return false;
  }
}
