package io.bowline.driver.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.probe.SignedIn;
import io.bowline.driver.gcp.GcpPlace.Service;
import io.bowline.driver.rest.Ask;
import io.bowline.driver.rest.Parcel;
import io.bowline.driver.rest.Rest;
import io.bowline.driver.rest.Token;
import io.bowline.driver.rest.Told;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.driver.state.StateStore;
import io.bowline.model.probe.Check;
import java.util.List;

/// The project of a fleet provider, where a fleet is made. A token is asked for when this is made,
/// and is good for an hour.
public final class GcpHome {
  private final Rest rest;
  private final GcpPlace place;
  private final ServiceAccount account;
  private final Token token;
  private final String number;

  private GcpHome(Rest rest, GcpPlace place, ServiceAccount account, Token token, String number) {
    this.rest = rest;
    this.place = place;
    this.account = account;
    this.token = token;
    this.number = number;
  }

  /// Signs in.
  ///
  /// @throws CloudRefusal when the key is nobody's, or nothing can be told
  public static GcpHome open(GcpPlace place, Configuration provider) throws InterruptedException {
    var rest = new Rest(place.limit());
    ServiceAccount account = ServiceAccount.of(provider);
    SignedIn<Token> signedIn = GcpSignIn.with(rest, place, account);
    Token token = signedIn.session().orElseThrow(() -> CloudRefusal.of(signedIn.check()));
    var session = new GcpSession(rest, place, token);
    Told told =
        session.get(
            Service.PROJECTS, "/v3/projects/" + account.project(), "resourcemanager.projects.get");
    return switch (told) {
      case Told.Refused refused -> throw CloudRefusal.of(refused.as("project"));
      case Told.Body(JsonNode body) ->
          new GcpHome(rest, place, account, token, number(body.path("name").asText()));
    };
  }

  private static String number(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  /// The project's id.
  public String project() {
    return account.project();
  }

  /// Whose credentials these are.
  public String email() {
    return account.email();
  }

  /// A token that clusters of the project take, too.
  public Token token() {
    return token;
  }

  /// The bucket in which the record of a fleet is kept; it need not be there yet.
  ///
  /// @param region as the form of a fleet takes it
  public StateStore bucket(String name, String region) {
    return new GcsBucket(this, name, region);
  }

  /// Whether project and region leave room for one more fleet.
  public List<Check> quotas(String region) throws InterruptedException {
    var project = new Project(new GcpSession(rest, place, token), account.project());
    var checks = new java.util.ArrayList<>(project.quotas());
    checks.addAll(project.quotas(region));
    return List.copyOf(checks);
  }

  /// The number of the project: buckets say in whose they are by it.
  String number() {
    return number;
  }

  Parcel asks(Ask ask) {
    try {
      return rest.carry(token.on(ask));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CloudRefusal.silent("The runner is shutting down.");
    }
  }

  Ask at(String method, String path) {
    return new Ask(method, place.at(Service.STORAGE, path), java.util.Map.of(), "");
  }

  @Override
  public String toString() {
    return "GcpHome[%s]".formatted(account.project());
  }
}
