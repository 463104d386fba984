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
public record Credentials(
    String organization, String email, Secret password, Optional<String> code, Whence from) {
  public Credentials {
    organization = organization.toLowerCase(Locale.ROOT);
    email = email.toLowerCase(Locale.ROOT);
  }
}
