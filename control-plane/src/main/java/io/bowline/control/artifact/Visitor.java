package io.bowline.control.artifact;

import io.bowline.control.org.Principal;
import io.bowline.model.identity.Identity;

/// Who comes to the registry, once proven.
public sealed interface Visitor {
  /// By an API token, of the vendor's staff or of an organization.
  record Bearer(Principal principal) implements Visitor {}

  /// By a certificate: a runner of an install.
  record Machine(Identity identity) implements Visitor {}
}
