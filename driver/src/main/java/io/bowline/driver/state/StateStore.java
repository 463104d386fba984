package io.bowline.driver.state;

import java.util.Optional;

/// A place in the customer's account for the record of what was made there: private, encrypted by
/// the cloud, with every version kept. It is made before anything else and taken away last.
/// Terraform's own backend of the cloud writes there; here it is only made, looked at and removed.
///
/// Every call may be repeated after any death, and throws `CloudRefusal` when the cloud does not do
/// what it was asked for.
public interface StateStore {
  /// Whether it is there, and ours.
  boolean exists();

  /// Makes it where it is not there, and sees to it that it is as it should be.
  ///
  /// @return whether it was made now
  boolean ensure();

  /// Who holds the record's lock, as the backend writes it; empty when nobody does.
  Optional<HeldLock> lock();

  /// Frees a lock whose holder is known to be dead. One that is gone is free; one that somebody has
  /// taken since stays.
  void free(HeldLock lock);

  /// Takes everything in it away with every version, and it too; one that is not there is gone.
  void remove();
}
