package io.bowline.control.artifact;

import io.bowline.control.org.Principal;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import java.util.Optional;

/// Who comes to the registry, once proven.
public sealed interface Visitor {
  /// The organization whose allowance it uses; the vendor's staff have none.
  default Optional<OrgId> org() {
    return switch (this) {
      case Bearer(Principal.Staff _) -> Optional.empty();
      case Bearer(Principal.Member member) -> Optional.of(member.org());
      case Machine(Identity identity) -> Optional.of(identity.org());
    };
  }

  /// By an API token, of the vendor's staff or of an organization.
  record Bearer(Principal principal) implements Visitor {}

  /// By a certificate: a runner of an install.
  record Machine(Identity identity) implements Visitor {}
}
