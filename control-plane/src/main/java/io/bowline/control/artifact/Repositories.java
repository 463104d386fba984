package io.bowline.control.artifact;

import io.bowline.control.catalog.Catalog;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Scope;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import io.bowline.registry.Admission;
import io.bowline.registry.Right;
import jakarta.inject.Singleton;

/// Who may do what in which repository.
///
/// The vendor's staff publish. An organization reads the repositories of the releases it is
/// entitled to; of any other one it is not told whether it exists.
@Singleton
public final class Repositories {
  private final Catalog catalog;

  public Repositories(Catalog catalog) {
    this.catalog = catalog;
  }

  /// Whether the visitor may use the repository so, as things stand at this moment.
  public Admission may(Visitor visitor, Right right, String repository) {
    return switch (visitor) {
      case Visitor.Bearer(Principal.Staff staff) -> vendor(staff, right);
      case Visitor.Bearer(Principal.Member member) ->
          tenant(member.org(), mayRead(member), right, repository);
      case Visitor.Machine(Identity identity) ->
          tenant(identity.org(), mayRead(identity.role()), right, repository);
    };
  }

  private static Admission vendor(Principal.Staff staff, Right right) {
    boolean may =
        staff.scopes().contains(Scope.PUBLISH)
            || (right == Right.PULL && staff.scopes().contains(Scope.READ));
    return may ? new Admission.Granted() : new Admission.Denied();
  }

  private Admission tenant(OrgId org, boolean mayRead, Right right, String repository) {
    if (!mayRead || !catalog.entitledToRepository(org, repository)) {
      return new Admission.Hidden();
    }
    return right == Right.PULL ? new Admission.Granted() : new Admission.Denied();
  }

  /// A token for some installs is none for what all of them are made of.
  private static boolean mayRead(Principal.Member member) {
    return member.scopes().contains(Scope.READ) && member.only().isEmpty();
  }

  private static boolean mayRead(Identity.Role role) {
    return switch (role) {
      case RUNNER, HOSTED -> true;
      case COLLECTOR -> false;
    };
  }
}
