package io.bowline.control.domain;

import io.bowline.cloud.Complaint;
import java.util.List;

/// What came of making or changing a base domain.
public sealed interface DomainAdmission {
  /// Here it is as it is now.
  record Admitted(BaseDomain domain) implements DomainAdmission {}

  /// The organization has it already.
  record Known(BaseDomain domain) implements DomainAdmission {}

  /// Another organization has shown that it is theirs.
  record Foreign(DomainName name) implements DomainAdmission {}

  /// What is wrong, at least one thing.
  record Refused(List<Complaint> complaints) implements DomainAdmission {}

  /// There is no such domain.
  record Absent() implements DomainAdmission {}
}
