package io.bowline.testkit.cloud;

import java.util.List;
import java.util.Optional;

/// The part of a cloud in which records are kept.
public interface StateRoom {
  /// What it says; empty when the call is nothing for it.
  Optional<Answered> answer(Call call);

  /// Writes something as Terraform's backend does.
  void put(String key, String text);

  /// The state as it is now.
  Optional<String> state();

  /// Takes the record's lock as Terraform's backend does.
  ///
  /// @param note JSON with `ID`, `Who` and `Created`
  void lock(String note);

  /// Whether somebody holds the lock.
  boolean isLocked();

  /// Somebody else has a place of this name.
  void occupy(String name);

  /// From now on nothing is allowed.
  void forbid();

  /// Everything that is there; empty when nothing was left behind.
  List<String> all();

  /// What is wrong with how it was set up, by what a record wants; empty when nothing is.
  List<String> faults();
}
