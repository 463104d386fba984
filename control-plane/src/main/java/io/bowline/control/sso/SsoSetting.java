package io.bowline.control.sso;

import io.bowline.control.org.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An organization's way in through its identity provider.
///
/// @param roles group to role
/// @param standing what becomes of whom
/// @param revision grows when another provider, client or secret is set
/// @param proven whether an owner has come in within this revision
/// @param changedBy as the audit names them
public record SsoSetting(
    Client client,
    Map<String, Role> roles,
    Standing standing,
    long revision,
    boolean proven,
    String changedBy,
    Instant changedAt) {
  public SsoSetting {
    roles = Map.copyOf(roles);
  }

  /// What the provider knows this product by.
  ///
  /// @param secret whether there is one
  public record Client(
      String issuer, String id, boolean secret, List<String> scopes, String groupsClaim) {
    public Client {
      scopes = List.copyOf(scopes);
    }
  }

  /// Who comes in, and as what.
  ///
  /// @param otherwise the role of those in no group that is named; empty keeps them out
  /// @param joining whether who is no member becomes one
  /// @param trustEmails whether addresses count that the provider does not say it has verified
  /// @param local whether passwords let people in as well
  public record Standing(
      Optional<Role> otherwise, boolean joining, boolean trustEmails, boolean local) {}
}
