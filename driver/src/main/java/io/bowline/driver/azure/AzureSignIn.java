package io.bowline.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.probe.SignedIn;
import io.bowline.driver.rest.Ask;
import io.bowline.driver.rest.Reply.Answer;
import io.bowline.driver.rest.Reply.Silence;
import io.bowline.driver.rest.Reply.Why;
import io.bowline.driver.rest.Rest;
import io.bowline.driver.rest.Token;
import io.bowline.model.probe.Check;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Whether Azure gives a token for an application's secret.
final class AzureSignIn {
  static final String AZURE = "Azure";
  private static final String MANAGEMENT = "https://management.azure.com/.default";
  private static final String NAME = "sign-in";
  private static final String FORM = "application/x-www-form-urlencoded";

  private AzureSignIn() {}

  /// Asks for a token. Nothing is signed for that: OAuth's grant for clients is a form with the
  /// secret in it.
  static SignedIn<Token> with(Rest rest, AzurePlace place, Application application)
      throws InterruptedException {
    return with(rest, place, application, MANAGEMENT);
  }

  /// The same for something else than the resource manager.
  ///
  /// @param scope whom the token is for, with `/.default`
  static SignedIn<Token> with(Rest rest, AzurePlace place, Application application, String scope)
      throws InterruptedException {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", application.client());
    form.put("client_secret", application.secret());
    form.put("scope", scope);
    Ask ask =
        Ask.post(
            place.login("/%s/oauth2/v2.0/token".formatted(application.tenant())),
            FORM,
            encoded(form));
    return switch (rest.ask(ask)) {
      case Silence(Why why) -> SignedIn.nobody(unknown(why));
      case Answer answer when answer.good() ->
          Token.of(answer.body().path("access_token").asText())
              .map(token -> SignedIn.as(known(application), token))
              .orElseGet(() -> SignedIn.nobody(unknown(Why.NOT_UNDERSTOOD)));
      case Answer answer -> SignedIn.nobody(refused(answer.body()));
    };
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Check known(Application application) {
    return Check.ok(
        NAME, "Application %s of tenant %s.".formatted(application.client(), application.tenant()));
  }

  private static Check unknown(Why why) {
    return Check.inconclusive(NAME, why.of(AZURE));
  }

  /// By the numbers that Azure gives its refusals.
  private static Check refused(JsonNode body) {
    return body.path("error_codes")
        .valueStream()
        .findFirst()
        .map(code -> refused(code.asInt()))
        .orElseGet(() -> unknown(Why.NOT_UNDERSTOOD));
  }

  private static Check refused(int code) {
    return switch (code) {
      case 7000215 ->
          Check.failed(
              NAME,
              "The secret does not belong to this application, or was deleted. Send its value (not"
                  + " its id), or create another one.");
      case 7000222 ->
          Check.failed(NAME, "The secret has expired. Create another one, and send its value.");
      case 700016, 7000229 ->
          Check.failed(
              NAME,
              "Azure does not know this application in this tenant. Compare client_id and tenant_id"
                  + " with the portal; the application must be registered there.");
      case 90002, 900021, 900023 ->
          Check.failed(NAME, "Azure does not know this tenant. Compare tenant_id with the portal.");
      case 7000112, 7000114 ->
          Check.failed(
              NAME, "This application is disabled in its tenant. Enable it, or use another one.");
      case 53003, 530003, 530035 ->
          Check.failed(
              NAME,
              "A conditional access policy of the tenant keeps this application out. Ask who"
                  + " administers the tenant.");
      case 500133, 700024 ->
          Check.inconclusive(
              NAME,
              "Azure finds that our clock is wrong. Tell the operator of this control plane.");
      case 50196, 90033, 90055 -> unknown(Why.BUSY);
      default -> unknown(Why.NOT_UNDERSTOOD);
    };
  }
}
