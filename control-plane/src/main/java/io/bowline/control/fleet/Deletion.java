package io.bowline.control.fleet;

/// What came of the wish to delete a fleet.
public sealed interface Deletion {
  /// Nothing was ever made for it, and it is gone.
  record Gone() implements Deletion {}

  /// It is being taken down.
  record Begun(Fleet fleet) implements Deletion {}

  /// Kafka clusters are on it.
  record InUse(Fleet fleet) implements Deletion {}

  /// It is forgotten only when it could not be taken down.
  record NotFailed(Fleet fleet) implements Deletion {}

  /// There is no such fleet.
  record Absent() implements Deletion {}
}
