package io.bowline.control.member;

import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.model.id.MemberId;
import java.time.Instant;

/// A person of an organization.
///
/// @param email unique among the organization's members, in lower case
/// @param name what the others call them
/// @param invitedBy as the audit names them
public record Member(
    MemberId id, String email, String name, Role role, Instant joinedAt, String invitedBy) {
  /// Whose tokens theirs are.
  public Principal.Holder holder() {
    return new Principal.Holder(id, role, true);
  }
}
