package io.bowline.sso;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import io.bowline.sso.IdTokens.Disbelieved;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLContext;

/// The identity providers of organizations: where to send somebody who signs in, and who it was
/// that came back. Authorization code flow with PKCE, and nothing else.
public final class IdentityProviders implements AutoCloseable {
  private final Line line;
  private final Directory directory;
  private final IdTokens tokens;

  /// @param asked which addresses may be asked
  /// @param trust whom a provider's certificate may be of
  public IdentityProviders(
      AskedAddresses asked, Names names, SSLContext trust, InstantSource clock) {
    this(new Line(asked, names, trust, Line.Limits.USUAL), clock);
  }

  IdentityProviders(Line line, InstantSource clock) {
    this.line = line;
    this.directory = new Directory(line, clock);
    this.tokens = new IdTokens(directory, clock);
  }

  /// Asks a provider anew what it says of itself.
  ///
  /// @throws ProviderFailure when there is none, or none that could be worked with
  public void check(IssuerAddress issuer) throws ProviderFailure {
    directory.freshFacts(issuer);
  }

  /// Where to send somebody's browser.
  public URI signInAt(Registration client, Attempt attempt) throws ProviderFailure {
    Facts provider = directory.facts(client.issuer());
    Scope scope = new Scope(client.scopes().toArray(String[]::new));
    scope.add("openid");
    return new AuthenticationRequest.Builder(
            ResponseType.CODE, scope, new ClientID(client.clientId()), attempt.callback())
        .endpointURI(provider.authorization())
        .state(new State(attempt.state()))
        .nonce(new Nonce(attempt.nonce()))
        .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /// Who it is that came back with a code.
  ///
  /// @param attempt with which they were sent away
  public Identified identify(Registration client, Attempt attempt, String code) {
    try {
      Facts provider = directory.facts(client.issuer());
      return identified(provider, client, attempt, code);
    } catch (ProviderFailure e) {
      return new Identified.Unreachable(e.why());
    } catch (Disbelieved e) {
      return new Identified.Refused("The ID token " + e.why() + ".");
    }
  }

  private Identified identified(Facts provider, Registration client, Attempt attempt, String code)
      throws ProviderFailure, Disbelieved {
    TokenResponse answer = exchanged(provider, client, attempt, code);
    if (!(answer instanceof OIDCTokenResponse given)) {
      String error = answer.toErrorResponse().getErrorObject().getCode();
      return new Identified.Refused(
          "The identity provider gives nothing for the code%s."
              .formatted(error == null ? "" : ": " + printable(error)));
    }
    JWTClaimsSet said =
        tokens.judged(
            provider, client.clientId(), attempt.nonce(), given.getOIDCTokens().getIDToken());
    var claims = new Claims(said, page(provider, client, said, given));
    return claims
        .complaint(client.groupsClaim())
        .<Identified>map(Identified.Refused::new)
        .orElseGet(() -> new Identified.Known(claims.identity(client.groupsClaim())));
  }

  private TokenResponse exchanged(Facts provider, Registration client, Attempt attempt, String code)
      throws ProviderFailure {
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), attempt.callback(), new CodeVerifier(attempt.verifier()));
    TokenRequest request =
        client
            .secret()
            .map(secret ->
                new TokenRequest.Builder(provider.token(), proof(provider, client, secret), grant))
            .orElseGet(() ->
                new TokenRequest.Builder(provider.token(), new ClientID(client.clientId()), grant))
            .build();
    HTTPResponse answer = line.send(request.toHTTPRequest());
    try {
      return OIDCTokenResponseParser.parse(answer);
    } catch (ParseException e) {
      throw new ProviderFailure(
          "What the identity provider gives for the code is no ID token (status %d)."
              .formatted(answer.getStatusCode()),
          e);
    }
  }

  private static ClientAuthentication proof(
      Facts provider, Registration client, ClientSecret secret) {
    var id = new ClientID(client.clientId());
    var text = new Secret(secret.reveal());
    return provider.secretInBody()
        ? new ClientSecretPost(id, text)
        : new ClientSecretBasic(id, text);
  }

  /// What the provider's page says of them, where the token leaves something out. A page that says
  /// nothing is no reason to turn anybody away; one about somebody else is.
  private Map<String, Object> page(
      Facts provider, Registration client, JWTClaimsSet said, OIDCTokenResponse given)
      throws ProviderFailure, Disbelieved {
    if (provider.userInfo().isEmpty() || !Claims.isThin(said, client.groupsClaim())) {
      return Map.of();
    }
    var request =
        new UserInfoRequest(provider.userInfo().get(), given.getOIDCTokens().getAccessToken());
    HTTPResponse answer = line.send(request.toHTTPRequest());
    try {
      UserInfoResponse page = UserInfoResponse.parse(answer);
      if (!page.indicatesSuccess() || page.toSuccessResponse().getUserInfo() == null) {
        return Map.of();
      }
      var person = page.toSuccessResponse().getUserInfo();
      if (!said.getSubject().equals(person.getSubject().getValue())) {
        throw new Disbelieved("is about somebody else than the page that goes with it");
      }
      return person.toJSONObject();
    } catch (ParseException e) {
      return Map.of();
    }
  }

  private static String printable(String error) {
    String plain = error.replaceAll("[^A-Za-z0-9_.-]", "?");
    return plain.substring(0, Math.min(plain.length(), 60));
  }

  @Override
  public void close() {
    line.close();
  }
}
