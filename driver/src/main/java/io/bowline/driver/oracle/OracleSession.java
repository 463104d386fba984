package io.bowline.driver.oracle;

import com.oracle.bmc.http.signing.DefaultRequestSigner;
import com.oracle.bmc.http.signing.RequestSigner;
import io.bowline.driver.oracle.OraclePlace.Service;
import io.bowline.driver.rest.Ask;
import io.bowline.driver.rest.Reply;
import io.bowline.driver.rest.Reply.Answer;
import io.bowline.driver.rest.Reply.Silence;
import io.bowline.driver.rest.Reply.Why;
import io.bowline.driver.rest.Rest;
import io.bowline.driver.rest.Told;
import io.bowline.driver.rest.Told.Refused;
import io.bowline.model.probe.Result;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// Asks Oracle's cloud, each question signed by Oracle's own library, and puts its refusals into
/// our own words.
///
/// @param domain of the realm
record OracleSession(
    Rest rest, OraclePlace place, ApiKey key, RequestSigner signer, String domain) {
  static final String ORACLE = "Oracle's cloud";

  static OracleSession of(Rest rest, OraclePlace place, ApiKey key, String domain) {
    return new OracleSession(
        rest, place, key, DefaultRequestSigner.createRequestSigner(new KeySource(key)), domain);
  }

  /// What was answered, as it stands.
  Reply ask(Service service, String path) throws InterruptedException {
    URI address = service.at(key.region(), domain, path);
    Map<String, String> signed = signer.signRequest(address, "GET", Map.of(), null);
    Ask ask = Ask.get(place.reached(address));
    for (String name : List.of("date", "authorization")) {
      ask = ask.with(name, signed.getOrDefault(name, ""));
    }
    return rest.ask(ask);
  }

  /// Asks for something.
  ///
  /// @param action what that takes
  Told get(Service service, String path, String action) throws InterruptedException {
    return switch (ask(service, path)) {
      case Silence(Why why) -> Told.unknown(why, ORACLE);
      case Answer answer when answer.good() -> new Told.Body(answer.body());
      case Answer answer -> refused(answer.body().path("code").asText(), action);
    };
  }

  private static Told refused(String code, String action) {
    return switch (code) {
      case "NotAuthorizedOrNotFound", "NotAuthorized", "NotAllowed", "Forbidden" ->
          new Refused(
              Result.FAILED,
              "Oracle's cloud says that this is not allowed, or is not there, and does not say which."
                  + " Compare the OCIDs, and the statements of the policy with those of the"
                  + " permission document.",
              List.of(action));
      case "NotAuthenticated" ->
          new Refused(
              Result.INCONCLUSIVE,
              "Oracle's cloud no longer takes the key that it has just taken. Try again.",
              List.of());
      case "TooManyRequests" -> Told.unknown(Why.BUSY, ORACLE);
      default -> Told.unknown(Why.NOT_UNDERSTOOD, ORACLE);
    };
  }

  @Override
  public String toString() {
    return "OracleSession[%s]".formatted(key);
  }
}
