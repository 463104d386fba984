package io.bowline.sso;

import java.util.Optional;
import java.util.Set;

/// Who somebody is, as their provider says.
///
/// @param subject never given to anybody else by this provider
/// @param email in lower case; empty when the provider says none
/// @param emailVerified whether the provider says that it has seen the address to be theirs
/// @param name what to call them; empty when the provider says none
public record Identity(
    String subject,
    Optional<String> email,
    boolean emailVerified,
    Optional<String> name,
    Set<String> groups) {
  public Identity {
    groups = Set.copyOf(groups);
  }
}
