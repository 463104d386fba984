package io.bowline.control.edge.http.member;

import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Role;
import org.jspecify.annotations.Nullable;

/// Roles in requests.
final class RoleWord {
  private RoleWord() {}

  static Role read(@Nullable String text) {
    return Role.parse(Given.field("role", text))
        .orElseThrow(
            () -> ProblemException.invalid("role", "must be owner, admin, operator or viewer"));
  }
}
