package io.bowline.control.org;

import io.bowline.model.id.OrgId;
import java.util.Optional;

/// Whether somebody may do something somewhere: the one place where that is decided.
public final class Access {
  private Access() {}

  /// What is to be done.
  ///
  /// @param staff whether only the vendor's staff may, whatever their scopes
  public record Verb(Scope scope, boolean staff) {}

  /// What was decided.
  public sealed interface Decision {
    /// It may be done.
    record Allowed() implements Decision {}

    /// The caller must not learn that the organization is there.
    record Hidden() implements Decision {}

    /// It may not be done.
    ///
    /// @param why and what to do, for people
    record Refused(String why) implements Decision {}
  }

  /// Decides.
  ///
  /// @param where the organization in which it is to be done, if it is one's
  public static Decision decide(Principal who, Verb verb, Optional<OrgId> where) {
    boolean member = who instanceof Principal.Member;
    if (where.filter(org -> !mayEnter(who, org)).isPresent()) {
      return new Decision.Hidden();
    }
    if (!who.scopes().contains(verb.scope())) {
      return new Decision.Refused(
          "The token lacks the scope %s. Use one that has it.".formatted(verb.scope().text()));
    }
    return verb.staff() && member
        ? new Decision.Refused("This is for the vendor's staff.")
        : new Decision.Allowed();
  }

  private static boolean mayEnter(Principal who, OrgId org) {
    return switch (who) {
      case Principal.Staff _ -> true;
      case Principal.Member member -> member.org().equals(org);
    };
  }
}
