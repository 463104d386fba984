package io.bowline.control.fleet;

import io.bowline.cloud.Complaint;
import java.util.List;

/// What came of making or changing a fleet.
public sealed interface Admission {
  /// Here it is as it is now; also when the very same was asked for before.
  record Admitted(Fleet fleet) implements Admission {}

  /// Another one of the organization has the identifier.
  record IdentifierTaken(Fleet by) implements Admission {}

  /// Another one of the organization has the domain.
  record DomainTaken(Fleet by) implements Admission {}

  /// What is wrong, at least one thing.
  record Refused(List<Complaint> complaints) implements Admission {}

  /// It may not stand in that region.
  ///
  /// @param why naming the regions where it may
  record RegionBarred(String why) implements Admission {}

  /// As things are, it cannot be.
  ///
  /// @param why and what to do
  record Hindered(String why) implements Admission {}

  /// There is no such fleet.
  record Absent() implements Admission {}
}
