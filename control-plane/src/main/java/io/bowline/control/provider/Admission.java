package io.bowline.control.provider;

import io.bowline.cloud.Complaint;
import java.util.List;

/// What came of making or changing a provider.
public sealed interface Admission {
  /// Here it is as it is now.
  record Admitted(FleetProvider provider) implements Admission {}

  /// Another one of the organization has the identifier.
  record IdentifierTaken(FleetProvider by) implements Admission {}

  /// What is wrong, at least one thing.
  record Refused(List<Complaint> complaints) implements Admission {}

  /// There is no such provider.
  record Absent() implements Admission {}
}
