package io.bowline.control.member;

import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.model.id.MemberId;
import java.time.Instant;

/// One that acts for the organization and is no person: its tokens outlive whoever made them.
///
/// @param name unique among the organization's
/// @param createdBy as the audit names them
public record ServiceAccount(
    MemberId id, String name, Role role, Instant createdAt, String createdBy) {
  /// Whose tokens its are.
  public Principal.Holder holder() {
    return new Principal.Holder(id, role, false);
  }
}
