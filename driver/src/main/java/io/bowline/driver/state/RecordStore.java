package io.bowline.driver.state;

import java.util.Optional;

/// A place for a record of a cloud whose own backend of Terraform is not used: state and lock are
/// read and written here, in the form in which that backend would keep them.
public interface RecordStore extends StateStore {
  /// The state as it is now; empty when nothing was written yet.
  Optional<String> read();

  /// Writes the state.
  ///
  /// @param note of whoever holds the lock, as it was taken
  void write(String note, String state);

  /// Takes the lock where nobody holds it; once more by the same holder changes nothing.
  ///
  /// @param note who takes it, as Terraform writes it, with an `ID`
  /// @return whether it is held with this note now
  boolean take(String note);

  /// What whoever holds the lock wrote into it; empty when nobody does.
  Optional<String> held();
}
