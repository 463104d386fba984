package io.bowline.sso;

import java.util.Optional;
import java.util.Set;

/// How an organization has registered this product with its identity provider.
///
/// @param clientId what the provider calls it
/// @param secret empty for a client that has none and is known by PKCE alone
/// @param scopes that are asked for, `openid` among them or not
/// @param groupsClaim the claim that says which groups somebody is in
public record Registration(
    IssuerAddress issuer,
    String clientId,
    Optional<ClientSecret> secret,
    Set<String> scopes,
    String groupsClaim) {
  public Registration {
    scopes = Set.copyOf(scopes);
  }
}
