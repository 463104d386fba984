package io.bowline.control.account;

import io.bowline.control.audit.Whence;
import io.bowline.control.secret.Secret;
import java.util.Locale;
import java.util.Optional;

/// What somebody who signs in says.
///
/// @param organization its name or id
/// @param email in lower case
/// @param code of the second factor, or a recovery code; empty when none was given
/// @param device by what the program shows that they signed in with it before, a [KnownDevice]
public record Credentials(
    String organization,
    String email,
    Secret password,
    Optional<String> code,
    Optional<String> device,
    Whence from) {
  /// Nothing of what is secret.
  @Override
  public String toString() {
    return "Credentials[]";
  }

  public Credentials {
    organization = organization.toLowerCase(Locale.ROOT);
    email = email.toLowerCase(Locale.ROOT);
  }

  /// With a program that nobody signed in with before.
  public Credentials(
      String organization, String email, Secret password, Optional<String> code, Whence from) {
    this(organization, email, password, code, Optional.empty(), from);
  }
}
