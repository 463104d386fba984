package io.bowline.driver.gcp;

import com.google.auth.oauth2.ServiceAccountCredentials;
import io.bowline.cloud.probe.SignedIn;
import io.bowline.driver.gcp.GcpPlace.Service;
import io.bowline.driver.rest.Reply;
import io.bowline.driver.rest.Reply.Answer;
import io.bowline.driver.rest.Reply.Silence;
import io.bowline.driver.rest.Reply.Why;
import io.bowline.driver.rest.Rest;
import io.bowline.driver.rest.Token;
import io.bowline.model.probe.Check;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/// Whether Google gives a token for a key.
final class GcpSignIn {
  /// Whom a key is shown to, whatever its file says.
  static final URI TOKENS = URI.create("https://oauth2.googleapis.com/token");

  static final String GOOGLE = "Google Cloud";
  private static final String NAME = "sign-in";
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");

  private GcpSignIn() {}

  /// Asks for a token, which Google's own library signs for.
  static SignedIn<Token> with(Rest rest, GcpPlace place, ServiceAccount account) {
    var transport = new TokenTransport(rest, place.at(Service.TOKENS, TOKENS.getPath()));
    var credentials =
        ServiceAccountCredentials.newBuilder()
            .setClientEmail(account.email())
            .setPrivateKeyId(account.keyId())
            .setPrivateKey(account.key())
            .setTokenServerUri(TOKENS)
            .setScopes(SCOPES)
            .setDefaultRetriesEnabled(false)
            .setHttpTransportFactory(() -> transport)
            .build();
    try {
      return Token.of(String.valueOf(credentials.refreshAccessToken().getTokenValue()))
          .map(token -> SignedIn.as(known(account), token))
          .orElseGet(() -> SignedIn.nobody(unknown(Why.NOT_UNDERSTOOD)));
    } catch (IOException e) {
      // what it says is Google's text; what was answered is known without it
      return SignedIn.nobody(
          transport.heard().map(GcpSignIn::refused).orElseGet(() -> unknown(Why.LATE)));
    }
  }

  private static Check known(ServiceAccount account) {
    return Check.ok(
        NAME, "Service account %s of project %s.".formatted(account.email(), account.project()));
  }

  private static Check unknown(Why why) {
    return Check.inconclusive(NAME, why.of(GOOGLE));
  }

  private static Check refused(Reply reply) {
    return switch (reply) {
      case Silence(Why why) -> unknown(why);
      case Answer answer when answer.good() -> unknown(Why.NOT_UNDERSTOOD);
      case Answer answer ->
          refused(
              answer.body().path("error").asText(),
              answer.body().path("error_description").asText().toLowerCase(Locale.ROOT));
    };
  }

  /// Google's texts are only compared here, never shown.
  private static Check refused(String error, String description) {
    if (description.contains("reasonable timeframe") || description.contains("iat and exp")) {
      return Check.inconclusive(
          NAME, "Google finds that our clock is wrong. Tell the operator of this control plane.");
    }
    if (description.contains("disabled") || error.equals("disabled_client")) {
      return Check.failed(
          NAME, "This service account is disabled. Enable it, or send the key of another one.");
    }
    if (description.contains("not found")) {
      return Check.failed(
          NAME,
          "Google does not know this service account: it was deleted. Create another one with a key"
              + " of type JSON.");
    }
    return switch (error) {
      case "invalid_grant" ->
          Check.failed(
              NAME,
              "Google does not take this key: it was deleted, disabled or has expired, or is not"
                  + " this service account's. Create another key of type JSON.");
      case "invalid_client", "unauthorized_client", "access_denied" ->
          Check.failed(
              NAME,
              "Google gives this service account no access to its interfaces. Ask who administers"
                  + " the organization, or create another service account.");
      default -> unknown(Why.NOT_UNDERSTOOD);
    };
  }
}
