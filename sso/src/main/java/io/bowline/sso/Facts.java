package io.bowline.sso;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a provider says of itself, as far as it is of use and may be believed.
///
/// @param userInfo where to ask for what the ID token leaves out; empty where there is no such
///   place
/// @param algorithms that it signs with, of those that are taken here
/// @param secretInBody whether it wants a client's secret in the body, and not in a header
record Facts(
    IssuerAddress issuer,
    URI authorization,
    URI token,
    URI keys,
    Optional<URI> userInfo,
    Set<JWSAlgorithm> algorithms,
    boolean secretInBody) {
  /// Signatures by a key whose other half nobody else has. None of them is made with what a client
  /// knows, too.
  static final Set<JWSAlgorithm> TAKEN =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /// Reads what a provider says of itself.
  static Facts read(IssuerAddress issuer, HTTPResponse answer) throws ProviderFailure {
    if (answer.getStatusCode() != HTTPResponse.SC_OK) {
      throw new ProviderFailure(
          "There is no identity provider at %s: %s answers with status %d."
              .formatted(issuer, issuer.discovery(), answer.getStatusCode()));
    }
    try {
      String body = answer.getBody();
      return of(issuer, OIDCProviderMetadata.parse(body == null ? "" : body));
    } catch (ParseException | IllegalArgumentException e) {
      throw new ProviderFailure(
          "What %s answers describes no identity provider.".formatted(issuer.discovery()), e);
    }
  }

  private static Facts of(IssuerAddress issuer, OIDCProviderMetadata said) throws ProviderFailure {
    if (!said.getIssuer().getValue().equals(issuer.toString())) {
      throw new ProviderFailure(
          "The identity provider at %s names itself otherwise. Give the issuer letter by letter as it does."
              .formatted(issuer));
    }
    List<ResponseType> flows = said.getResponseTypes();
    if (flows != null && !flows.contains(ResponseType.CODE)) {
      throw new ProviderFailure("The identity provider does not do the authorization code flow.");
    }
    List<CodeChallengeMethod> challenges = said.getCodeChallengeMethods();
    if (challenges != null && !challenges.contains(CodeChallengeMethod.S256)) {
      throw new ProviderFailure("The identity provider does not do PKCE with S256.");
    }
    URI userInfo = said.getUserInfoEndpointURI();
    return new Facts(
        issuer,
        https("authorization_endpoint", said.getAuthorizationEndpointURI()),
        https("token_endpoint", said.getTokenEndpointURI()),
        https("jwks_uri", said.getJWKSetURI()),
        userInfo == null ? Optional.empty() : Optional.of(https("userinfo_endpoint", userInfo)),
        algorithms(said.getIDTokenJWSAlgs()),
        inBody(said.getTokenEndpointAuthMethods()));
  }

  private static URI https(String field, @Nullable URI address) throws ProviderFailure {
    if (address == null || !IssuerAddress.isHttps(address)) {
      throw new ProviderFailure(
          "What the identity provider says of itself has no https address as %s.".formatted(field));
    }
    return address;
  }

  private static Set<JWSAlgorithm> algorithms(@Nullable List<JWSAlgorithm> said)
      throws ProviderFailure {
    Set<JWSAlgorithm> both = new HashSet<>(TAKEN);
    if (said != null) {
      both.retainAll(said);
    }
    if (both.isEmpty()) {
      throw new ProviderFailure(
          "The identity provider signs ID tokens with nothing that is taken here: RS, PS or ES.");
    }
    return Set.copyOf(both);
  }

  private static boolean inBody(@Nullable List<ClientAuthenticationMethod> said) {
    return said != null
        && !said.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        && said.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
  }
}
