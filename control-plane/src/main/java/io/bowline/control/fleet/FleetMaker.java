package io.bowline.control.fleet;

import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.JobId;
import java.util.Optional;

/// Makes fleets of some kinds, and takes them down. Every bean of this type is asked; each fleet is
/// one maker's business. Wishes are told in their transaction, on a fleet that is locked, and with
/// it the job that works for it.
public interface FleetMaker {
  /// Whether fleets of this kind are its business.
  boolean makes(InfraType infra);

  /// Somebody wishes for this fleet, or wishes again after it could not be made: it is `Pending`.
  ///
  /// @param by who, for the audit
  void wished(Tx tx, Fleet fleet, String by);

  /// The job that works for such a fleet and is not over. Asked also before the fleet is locked,
  /// since the job is locked first.
  Optional<JobId> working(Tx tx, Fleet fleet);

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
