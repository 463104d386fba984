package io.bowline.control.org;

import io.bowline.model.id.FleetId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether somebody may do something somewhere: the one place where that is decided.
public final class Access {
  private Access() {}

  /// Who may do something, whatever their scopes.
  public enum Whom {
    ANYBODY,
    /// The vendor's staff alone, without coming into the organization.
    STAFF,
    /// Members, and the vendor's staff without coming into the organization: what takes it to keep
    /// the service running.
    VENDOR,
    /// Members; staff only before the organization has an owner, since it lets somebody in who
    /// stays.
    LASTING,
    /// An owner of the organization, and the vendor's staff without coming into it.
    OWNER,
    /// A member who is a person: signed in, or by a token that may do all that they may.
    PERSON
  }

  /// What is to be done.
  public record Verb(Scope scope, Whom whom) {}

  /// What was decided.
  public sealed interface Decision {
    /// It may be done.
    record Allowed() implements Decision {}

    /// The caller must not learn that the organization is there.
    record Hidden() implements Decision {}

    /// The organization is the caller's, but this is not theirs in it, nor are they to learn of it.
    record Elsewhere() implements Decision {}

    /// It may not be done.
    ///
    /// @param why and what to do, for people
    record Refused(String why) implements Decision {}
  }

  /// Decides about whoever has not come into the organization by an access.
  public static Decision decide(Principal who, Verb verb, Place where) {
    return decide(who, verb, where, () -> Entry.NONE);
  }

  /// Decides.
  ///
  /// @param entry how the caller came in; asked of staff alone, where it matters
  public static Decision decide(Principal who, Verb verb, Place where, Supplier<Entry> entry) {
    if (!mayEnter(who, where)) {
      return new Decision.Hidden();
    }
    Optional<String> other = other(who, verb.whom());
    if (other.isPresent()) {
      return new Decision.Refused(other.get());
    }
    if (!who.scopes().contains(verb.scope())) {
      return new Decision.Refused(lacking(who, verb.scope()));
    }
    return switch (who) {
      case Principal.Member _ -> among(who, where);
      case Principal.Staff _ ->
          standsOutside(verb, where) ? new Decision.Allowed() : entered(verb, entry.get());
    };
  }

  /// What staff do without coming into an organization.
  private static boolean standsOutside(Verb verb, Place where) {
    return where instanceof Place.Nowhere
        || verb.whom() == Whom.STAFF
        || verb.whom() == Whom.VENDOR
        || verb.whom() == Whom.OWNER;
  }

  private static Decision entered(Verb verb, Entry entry) {
    return switch (entry) {
      case FOUNDING -> new Decision.Allowed();
      case GRANTED ->
          verb.whom() == Whom.LASTING
              ? new Decision.Refused(
                  "Staff let nobody into an organization that has an owner. Ask an owner or admin"
                      + " of it.")
              : new Decision.Allowed();
      case NONE ->
          new Decision.Refused(
              "Staff come into an organization by an access that it sees: bowline access request"
                  + " --reason TEXT --hours N.");
    };
  }

  /// For whom it is instead.
  private static Optional<String> other(Principal who, Whom whom) {
    return switch (whom) {
      case ANYBODY, VENDOR, LASTING -> Optional.empty();
      case STAFF ->
          who instanceof Principal.Staff
              ? Optional.empty()
              : Optional.of("This is for the vendor's staff.");
      case OWNER ->
          reach(who) == Role.OWNER
              ? Optional.empty()
              : Optional.of("This is for an owner of the organization, or the vendor's staff.");
      case PERSON ->
          isPerson(who)
              ? Optional.empty()
              : Optional.of(
                  "This is for members who are persons. Sign in (bowline sign-in), or use a token"
                      + " of yours that may do all that you may.");
    };
  }

  private static boolean isPerson(Principal who) {
    return who instanceof Principal.Member member
        && member.only().isEmpty()
        && member
            .holder()
            .filter(Principal.Holder::person)
            .filter(holder -> member.granted().containsAll(holder.role().scopes()))
            .isPresent();
  }

  private static boolean mayEnter(Principal who, Place where) {
    return switch (who) {
      case Principal.Staff _ -> true;
      case Principal.Member member ->
          switch (where) {
            case Place.Nowhere() -> true;
            case Place.Organization(OrgId org) -> member.org().equals(org);
            case Place.Install(OrgId org, _) -> member.org().equals(org);
            case Place.Fleet(OrgId org, _) -> member.org().equals(org);
          };
    };
  }

  /// A token for some installs and fleets is for nothing else in the organization.
  private static Decision among(Principal who, Place where) {
    Optional<Only> only = who instanceof Principal.Member member ? member.only() : Optional.empty();
    if (only.isEmpty()) {
      return new Decision.Allowed();
    }
    return switch (where) {
      case Place.Nowhere() -> new Decision.Allowed();
      case Place.Organization _ ->
          new Decision.Refused(
              "The token is for some installs or fleets alone. Use one of the whole organization.");
      case Place.Install(_, Optional<InstallId> install) ->
          amongst(install.filter(only.get().installs()::contains));
      case Place.Fleet(_, Optional<FleetId> fleet) ->
          amongst(fleet.filter(only.get().fleets()::contains));
    };
  }

  private static Decision amongst(Optional<?> found) {
    return found.isPresent() ? new Decision.Allowed() : new Decision.Elsewhere();
  }

  private static String lacking(Principal who, Scope scope) {
    Optional<Role> role =
        holder(who).map(Principal.Holder::role).filter(own -> !own.scopes().contains(scope));
    return role.map(own ->
            "Your role is %s; this needs %s. Ask an owner or admin of the organization."
                .formatted(
                    own.text(), Role.leastWith(scope).map(Role::text).orElse("vendor's staff")))
        .orElseGet(
            () -> "The token lacks the scope %s. Use one that has it.".formatted(scope.text()));
  }

  private static Optional<Principal.Holder> holder(Principal who) {
    return switch (who) {
      case Principal.Staff _ -> Optional.empty();
      case Principal.Member member -> member.holder();
    };
  }

  /// Up to which role somebody who may change members gives and takes roles: nobody above their
  /// own. The vendor's staff founds organizations and so names their first owner; a token of the
  /// organization itself, which is nobody, touches no owner.
  public static Role reach(Principal who) {
    return switch (who) {
      case Principal.Staff _ -> Role.OWNER;
      case Principal.Member member ->
          member.holder().map(Principal.Holder::role).orElse(Role.ADMIN);
    };
  }
}
