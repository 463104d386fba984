package io.bowline.runner.step.image.login;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Azure: a token of Entra ID is exchanged at the registry for a refresh token, which the
/// registry's token endpoint takes as the password of a user of zeros.
final class AcrIssuer implements Issuer {
  private static final String USER = "00000000-0000-0000-0000-000000000000";
  private static final String RESOURCE = "https://management.azure.com/";
  private static final long USUAL_LIFE = 3 * 3600;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CloudPlace place;
  private final CloudHttp http;
  private final CloudHttp own;

  AcrIssuer(CloudPlace place) {
    this.place = place;
    this.http = place.http();
    this.own = place.ownHttp();
  }

  @Override
  public Issued issue() throws IOException, InterruptedException {
    String token =
        place.variable("AZURE_FEDERATED_TOKEN_FILE").isPresent() ? federated() : managed();
    String what = "exchanging a token of Entra ID";
    CloudHttp.Reply reply =
        own.needed(
            what,
            "give the runner's identity the role AcrPush on the registry",
            () ->
                CloudHttp.form(
                    place.base().resolve("/oauth2/exchange"),
                    "grant_type",
                    "access_token",
                    "service",
                    place.registry(),
                    "access_token",
                    token));
    String refresh = own.field(what, reply, "/refresh_token");
    return new Issued(new Credentials(USER, refresh), end(refresh));
  }

  private String federated() throws IOException, InterruptedException {
    String tenant = FromFile.variable(place, "AZURE_TENANT_ID");
    String client = FromFile.variable(place, "AZURE_CLIENT_ID");
    String assertion = FromFile.secret(FromFile.variable(place, "AZURE_FEDERATED_TOKEN_FILE"));
    URI authority =
        place
            .instead()
            .identity()
            .orElseGet(() ->
                URI.create(
                    place
                        .variable("AZURE_AUTHORITY_HOST")
                        .orElse("https://login.microsoftonline.com/")));
    String what = "a token of Entra ID";
    CloudHttp.Reply reply =
        http.needed(
            what,
            "check the federated credential of the runner's identity and AZURE_CLIENT_ID",
            () ->
                CloudHttp.form(
                    authority.resolve("/" + tenant + "/oauth2/v2.0/token"),
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    client,
                    "scope",
                    RESOURCE + ".default",
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    "client_assertion",
                    assertion));
    return http.field(what, reply, "/access_token");
  }

  private String managed() throws IOException, InterruptedException {
    String client = place.variable("AZURE_CLIENT_ID").map(id -> "&client_id=" + id).orElse("");
    String what = "the token of a managed identity";
    CloudHttp.Reply reply =
        http.needed(
            what,
            "give this machine a managed identity, or the pod a workload identity",
            () ->
                HttpRequest.newBuilder(
                        place
                            .metadata("http://169.254.169.254")
                            .resolve(
                                "/metadata/identity/oauth2/token?api-version=2018-02-01&resource="
                                    + RESOURCE
                                    + client))
                    .header("Metadata", "true"));
    return http.field(what, reply, "/access_token");
  }

  /// The refresh token says itself when it ends.
  private Instant end(String refresh) {
    Instant usual = place.clock().instant().plusSeconds(USUAL_LIFE);
    String[] parts = refresh.split("\\.", -1);
    if (parts.length != 3) {
      return usual;
    }
    try {
      long end = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp").asLong();
      return Optional.of(end).filter(at -> at > 0).map(Instant::ofEpochSecond).orElse(usual);
    } catch (JacksonException | IllegalArgumentException e) {
      return usual;
    } catch (IOException e) {
      return usual;
    }
  }
}
