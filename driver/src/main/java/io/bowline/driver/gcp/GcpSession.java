package io.bowline.driver.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.permission.Permissions;
import io.bowline.driver.gcp.GcpPlace.Service;
import io.bowline.driver.rest.Ask;
import io.bowline.driver.rest.Reply;
import io.bowline.driver.rest.Reply.Answer;
import io.bowline.driver.rest.Reply.Silence;
import io.bowline.driver.rest.Reply.Why;
import io.bowline.driver.rest.Rest;
import io.bowline.driver.rest.Token;
import io.bowline.driver.rest.Told;
import io.bowline.driver.rest.Told.Refused;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Asks Google Cloud with a token, and puts its refusals into our own words.
record GcpSession(Rest rest, GcpPlace place, Token token) {
  /// What a fleet needs to be on, this check's own among them.
  static final List<String> SERVICES = Permissions.of(Cloud.GCP).services();

  private static final Set<String> TOO_OFTEN =
      Set.of(
          "RATE_LIMIT_EXCEEDED",
          "rateLimitExceeded",
          "userRateLimitExceeded",
          "quotaExceeded",
          "RESOURCE_EXHAUSTED");

  /// Asks for something.
  ///
  /// @param permission what that takes
  Told get(Service service, String path, String permission) throws InterruptedException {
    return told(rest.ask(token.on(Ask.get(place.at(service, path)))), permission);
  }

  /// Asks with a body.
  Told post(Service service, String path, JsonNode body) throws InterruptedException {
    Ask ask = Ask.post(place.at(service, path), "application/json", body.toString());
    return told(rest.ask(token.on(ask)), "");
  }

  private static Told told(Reply reply, String permission) {
    return switch (reply) {
      case Silence(Why why) -> Told.unknown(why, GcpSignIn.GOOGLE);
      case Answer answer when answer.good() -> new Told.Body(answer.body());
      case Answer answer -> refused(answer.status(), answer.body().path("error"), permission);
    };
  }

  private static Told refused(int status, JsonNode error, String permission) {
    List<String> reasons = reasons(error);
    if (reasons.contains("SERVICE_DISABLED") || reasons.contains("accessNotConfigured")) {
      return off(error);
    }
    if (reasons.contains("BILLING_DISABLED")) {
      return failed("Billing is off for this project. Link a billing account to it.");
    }
    if (reasons.stream().anyMatch(TOO_OFTEN::contains)) {
      return Told.unknown(Why.BUSY, GcpSignIn.GOOGLE);
    }
    return switch (status) {
      case 401 ->
          new Refused(
              Result.INCONCLUSIVE,
              "Google no longer takes the token that it has just given. Try again.",
              List.of());
      case 403 ->
          permission.isEmpty()
              ? hidden()
              : new Refused(
                  Result.FAILED,
                  "This cannot be looked at. Grant the service account the role that is made from"
                      + " the permission document.",
                  List.of(permission));
      case 404 -> hidden();
      default -> Told.unknown(Why.NOT_UNDERSTOOD, GcpSignIn.GOOGLE);
    };
  }

  private static Told hidden() {
    return failed(
        "There is no such project, or the service account has no role in it. Grant it the role that"
            + " is made from the permission document, in the project of the key.");
  }

  private static Told failed(String detail) {
    return new Refused(Result.FAILED, detail, List.of());
  }

  /// Newer services give one reason in `details`, older ones one or more in `errors`.
  private static List<String> reasons(JsonNode error) {
    var reasons = new ArrayList<String>();
    reasons.add(error.path("status").asText());
    error.path("details").forEach(detail -> reasons.add(detail.path("reason").asText()));
    error.path("errors").forEach(one -> reasons.add(one.path("reason").asText()));
    return reasons;
  }

  private static Told off(JsonNode error) {
    return error
        .path("details")
        .valueStream()
        .map(detail -> detail.path("metadata").path("service").asText())
        .filter(SERVICES::contains)
        .findFirst()
        .map(service -> new Refused(Result.FAILED, switchOn(List.of(service)), List.of(service)))
        .orElseGet(() -> new Refused(Result.FAILED, switchOn(List.of("SERVICE")), List.of()));
  }

  /// What to do about services that are off.
  static String switchOn(List<String> services) {
    return "Services are off in this project. Turn them on: gcloud services enable %s."
        .formatted(String.join(" ", services));
  }
}
