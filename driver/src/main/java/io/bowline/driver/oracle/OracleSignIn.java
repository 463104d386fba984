package io.bowline.driver.oracle;

import com.oracle.bmc.Realm;
import io.bowline.cloud.probe.SignedIn;
import io.bowline.driver.oracle.OraclePlace.Service;
import io.bowline.driver.rest.Reply.Answer;
import io.bowline.driver.rest.Reply.Silence;
import io.bowline.driver.rest.Reply.Why;
import io.bowline.driver.rest.Rest;
import io.bowline.model.probe.Check;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether Oracle's cloud takes what an API key signs.
final class OracleSignIn {
  private static final String NAME = "sign-in";

  private OracleSignIn() {}

  /// Asks for the user itself. Whoever signed that is known before it is looked at what they may
  /// do, so that a refusal for want of rights is a success here.
  static SignedIn<OracleSession> with(Rest rest, OraclePlace place, ApiKey key)
      throws InterruptedException {
    Optional<String> domain = domain(key.realm());
    if (domain.isEmpty()) {
      return SignedIn.nobody(
          Check.inconclusive(
              NAME,
              "This version does not know the realm %s of Oracle's cloud.".formatted(key.realm())));
    }
    OracleSession session = OracleSession.of(rest, place, key, domain.get());
    return switch (session.ask(Service.IDENTITY, "/20160918/users/" + key.user())) {
      case Silence(Why why) -> SignedIn.nobody(unknown(why));
      case Answer answer when answer.good() -> SignedIn.as(known(key), session);
      case Answer answer ->
          switch (answer.body().path("code").asText()) {
            case "NotAuthorizedOrNotFound" -> SignedIn.as(known(key), session);
            case "NotAuthenticated" ->
                SignedIn.nobody(refused(answer.body().path("message").asText()));
            default -> SignedIn.nobody(unknown(Why.NOT_UNDERSTOOD));
          };
    };
  }

  /// Of a realm; empty where this version does not know it.
  static Optional<String> domain(String realm) {
    return Stream.of(Realm.values())
        .filter(known -> known.getRealmId().equals(realm))
        .map(Realm::getSecondLevelDomain)
        .findFirst();
  }

  private static Check known(ApiKey key) {
    return Check.ok(NAME, "User %s, in region %s.".formatted(key.user(), key.region()));
  }

  private static Check unknown(Why why) {
    return Check.inconclusive(NAME, why.of(OracleSession.ORACLE));
  }

  /// There is one code for all that can be wrong. The text, which is only compared here and never
  /// shown, tells a wrong clock.
  private static Check refused(String message) {
    return message.contains("clock skew")
        ? Check.inconclusive(
            NAME,
            "Oracle's cloud finds that our clock is wrong. Tell the operator of this control plane.")
        : Check.failed(
            NAME,
            "Oracle's cloud does not know this user with this key, and does not say why: the key was"
                + " deleted or is of another user, the user or the tenancy does not exist, or the"
                + " tenancy is not subscribed to this region. Compare all of them with the console.");
  }
}
