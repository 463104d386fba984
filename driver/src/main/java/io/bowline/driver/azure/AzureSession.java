package io.bowline.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.driver.rest.Ask;
import io.bowline.driver.rest.Reply;
import io.bowline.driver.rest.Reply.Answer;
import io.bowline.driver.rest.Reply.Silence;
import io.bowline.driver.rest.Reply.Why;
import io.bowline.driver.rest.Rest;
import io.bowline.driver.rest.Token;
import io.bowline.driver.rest.Told;
import io.bowline.driver.rest.Told.Refused;
import io.bowline.model.probe.Result;
import java.net.URI;
import java.util.List;

/// Asks Azure's resource manager with a token, and puts its refusals into our own words.
record AzureSession(Rest rest, AzurePlace place, Token token) {
  private static final int MOST_PAGES = 20;

  /// Asks for something.
  ///
  /// @param action what that takes
  Told get(String path, String action) throws InterruptedException {
    return told(rest.ask(token.on(Ask.get(place.management(path)))), action);
  }

  /// Asks for a list, page by page; half of one is none.
  Told all(String path, String action) throws InterruptedException {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    String next = path;
    for (int page = 0; page < MOST_PAGES; page++) {
      switch (get(next, action)) {
        case Refused refused -> {
          return refused;
        }
        case Told.Body(JsonNode body) -> {
          if (!body.path("value").isArray()) {
            return Told.unknown(Why.NOT_UNDERSTOOD, AzureSignIn.AZURE);
          }
          body.path("value").forEach(all::add);
          String link = body.path("nextLink").asText("");
          if (link.isEmpty()) {
            return new Told.Body(all);
          }
          if (!stays(link)) {
            return Told.unknown(Why.NOT_UNDERSTOOD, AzureSignIn.AZURE);
          }
          next = link;
        }
      }
    }
    return Told.unknown(Why.NOT_UNDERSTOOD, AzureSignIn.AZURE);
  }

  /// A link must lead to where we are already, or a token would go wherever an answer says.
  private boolean stays(String link) {
    URI here = place.management("/");
    try {
      URI there = URI.create(link);
      return here.getScheme().equals(there.getScheme())
          && here.getRawAuthority().equals(there.getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Told told(Reply reply, String action) {
    return switch (reply) {
      case Silence(Why why) -> Told.unknown(why, AzureSignIn.AZURE);
      case Answer answer when answer.good() -> new Told.Body(answer.body());
      case Answer answer -> refused(answer.body().path("error").path("code").asText(), action);
    };
  }

  private static Told refused(String code, String action) {
    return switch (code) {
      case "AuthorizationFailed" ->
          new Refused(
              Result.FAILED,
              "This cannot be looked at. Assign the application the role that is made from the"
                  + " permission document, on the subscription.",
              List.of(action));
      case "SubscriptionNotFound", "InvalidSubscriptionId" ->
          failed(
              "There is no such subscription, or the application has no role in it. Assign it the"
                  + " role that is made from the permission document, on the subscription.");
      case "InvalidAuthenticationTokenTenant" ->
          failed(
              "The subscription belongs to another tenant. Compare subscription_id and tenant_id with"
                  + " the portal.");
      case "InvalidAuthenticationToken", "ExpiredAuthenticationToken", "AuthenticationFailed" ->
          new Refused(
              Result.INCONCLUSIVE,
              "Azure no longer takes the token that it has just given. Try again.",
              List.of());
      case "MissingSubscriptionRegistration", "SubscriptionNotRegistered" ->
          failed("A resource provider that this needs is not registered; see its own check.");
      case "TooManyRequests", "SubscriptionRequestsThrottled" ->
          Told.unknown(Why.BUSY, AzureSignIn.AZURE);
      default -> Told.unknown(Why.NOT_UNDERSTOOD, AzureSignIn.AZURE);
    };
  }

  private static Told failed(String detail) {
    return new Refused(Result.FAILED, detail, List.of());
  }
}
