package io.bowline.runner.step.image.login;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Google: an access token is the password of a user of a fixed name. It comes from the metadata
/// service, or from a workload identity federation whose file names where the subject's token lies.
final class GoogleIssuer implements Issuer {
  private static final String USER = "oauth2accesstoken";
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CloudPlace place;
  private final CloudHttp http;

  GoogleIssuer(CloudPlace place) {
    this.place = place;
    this.http = place.http();
  }

  @Override
  public Issued issue() throws IOException, InterruptedException {
    Optional<String> file = place.variable("GOOGLE_APPLICATION_CREDENTIALS");
    return file.isPresent() ? federated(file.get()) : metadata();
  }

  private Issued metadata() throws IOException, InterruptedException {
    String what = "the access token of the machine's service account";
    CloudHttp.Reply reply =
        http.needed(
            what,
            "give the pod or machine a service account with the role Artifact Registry Writer",
            () ->
                HttpRequest.newBuilder(
                        place
                            .metadata("http://metadata.google.internal")
                            .resolve("/computeMetadata/v1/instance/service-accounts/default/token"))
                    .header("Metadata-Flavor", "Google"));
    return issued(what, reply);
  }

  private Issued federated(String file) throws IOException, InterruptedException {
    JsonNode config = config(file);
    String subject = subject(config.path("credential_source"));
    URI exchange = google(config.path("token_url").asText(), "https://sts.googleapis.com/v1/token");
    String what = "the exchange of a workload's token";
    CloudHttp.Reply reply =
        http.needed(
            what,
            "check the audience and the pool's provider in " + file,
            () ->
                CloudHttp.form(
                    exchange,
                    "grant_type",
                    "urn:ietf:params:oauth:grant-type:token-exchange",
                    "audience",
                    config.path("audience").asText(),
                    "scope",
                    SCOPE,
                    "requested_token_type",
                    "urn:ietf:params:oauth:token-type:access_token",
                    "subject_token_type",
                    config.path("subject_token_type").asText(),
                    "subject_token",
                    subject));
    JsonNode impersonation = config.path("service_account_impersonation_url");
    return impersonation.isMissingNode()
        ? issued(what, reply)
        : impersonated(impersonation.asText(), http.field(what, reply, "/access_token"));
  }

  private Issued impersonated(String address, String token)
      throws IOException, InterruptedException {
    String what = "the access token of a service account";
    URI where = google(address, address);
    CloudHttp.Reply reply =
        http.needed(
            what,
            "let the workload's principal impersonate it (Workload Identity User)",
            () ->
                HttpRequest.newBuilder(where)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"scope\":[\"" + SCOPE + "\"]}")));
    return new Issued(
        new Credentials(USER, http.field(what, reply, "/accessToken")),
        Instant.parse(http.field(what, reply, "/expireTime")));
  }

  private JsonNode config(String file) throws IOException {
    try {
      JsonNode config = JSON.readTree(FromFile.secret(file));
      if (!config.path("type").asText().equals("external_account")) {
        throw RegistryException.lasting(
            file
                + " is no configuration of a workload identity federation; keys of service"
                + " accounts are not taken for the registry "
                + place.registry());
      }
      return config;
    } catch (JacksonException e) {
      throw RegistryException.lasting(file + " is no JSON");
    }
  }

  private static String subject(JsonNode source) throws IOException {
    String text = FromFile.secret(source.path("file").asText());
    JsonNode format = source.path("format");
    return format.path("type").asText("text").equals("json")
        ? JSON.readTree(text).path(format.path("subject_token_field_name").asText()).asText()
        : text;
  }

  /// The file names addresses, and a token goes there: only to Google, or to where tests say.
  private URI google(String named, String otherwise) throws RegistryException {
    URI address = URI.create(named.isEmpty() ? otherwise : named);
    if (place.instead().identity().isPresent()) {
      return place.instead().identity().get().resolve(address.getRawPath());
    }
    String host = Optional.ofNullable(address.getHost()).orElse("");
    if (!"https".equals(address.getScheme()) || !host.endsWith(".googleapis.com")) {
      throw RegistryException.lasting(
          "for the registry %s a token would go to %s, which is not Google's"
              .formatted(place.registry(), named));
    }
    return address;
  }

  private Issued issued(String what, CloudHttp.Reply reply) throws RegistryException {
    Duration life = Duration.ofSeconds(Math.max(1, reply.json().path("expires_in").asLong(60)));
    return new Issued(
        new Credentials(USER, http.field(what, reply, "/access_token")),
        place.clock().instant().plus(life));
  }
}
