package io.bowline.driver.gcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.probe.Driver;
import io.bowline.driver.FakeServer;
import io.bowline.driver.TestKeys;
import io.bowline.model.place.Cloud;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The few calls of Google Cloud that the driver makes, as Google answers them: a token is given
/// for a statement that the service account's key signed, and to no other, and every call needs it.
final class FakeGcp extends FakeServer {
  static final String PROJECT = "acme-streaming";
  static final String ACCOUNT = "bowline@acme-streaming.iam.gserviceaccount.com";
  static final String TOKEN = "ya29.c.canary-of-a-token";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private volatile Set<String> off = Set.of();
  private volatile String state = "ACTIVE";
  private volatile boolean roomy = true;
  private volatile boolean revoked;
  private volatile Optional<String> tokenError = Optional.empty();
  private volatile Optional<Said> instead = Optional.empty();

  @Override
  public Driver driver(Duration limit) {
    return new GcpDriver(new GcpPlace(Optional.of(address()), limit));
  }

  private static Configuration credentials(String email, KeyPair key) {
    return new Configuration(
        Cloud.GCP,
        Map.of(
            "service_account_json",
            JSON.createObjectNode()
                .put("type", "service_account")
                .put("project_id", PROJECT)
                .put("private_key_id", "0123456789abcdef")
                .put("private_key", TestKeys.pem(key))
                .put("client_email", email)
                .put("token_uri", "https://oauth2.googleapis.com/token")
                .toString()));
  }

  @Override
  public Configuration good() {
    return credentials(ACCOUNT, TestKeys.KNOWN);
  }

  @Override
  public Configuration wrongSecret() {
    return credentials(ACCOUNT, TestKeys.OTHER);
  }

  @Override
  public Configuration unknown() {
    return credentials("nobody@acme-streaming.iam.gserviceaccount.com", TestKeys.KNOWN);
  }

  @Override
  public Collection<String> secrets() {
    return List.of(
        TOKEN, "0123456789abcdef", TestKeys.piece(TestKeys.KNOWN), TestKeys.piece(TestKeys.OTHER));
  }

  /// From now on these services are off.
  void off(Set<String> services) {
    off = services;
  }

  /// From now on the project is in this state.
  void state(String next) {
    state = next;
  }

  /// From now on no quota leaves anything.
  void full() {
    roomy = false;
  }

  /// From now on no token counts.
  void revoke() {
    revoked = true;
  }

  /// From now on this is what signing in is answered with.
  void refuseTokens(String body) {
    tokenError = Optional.of(body);
  }

  /// From now on every call with a token is answered so.
  void answerAll(Said said) {
    instead = Optional.of(said);
  }

  @Override
  protected boolean signsIn(Heard heard) {
    return heard.path().equals("/token");
  }

  @Override
  protected Said broken() {
    return error(503, "UNAVAILABLE", "backendError", "The service is currently unavailable.");
  }

  @Override
  protected Said busy() {
    return error(429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED", "Quota exceeded for quota");
  }

  @Override
  protected Said atAnotherTime() {
    return tokenError(
        "invalid_grant",
        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
            + " Check your iat and exp values in the JWT claim.");
  }

  static Said tokenError(String error, String description) {
    return Said.json(
        error.equals("invalid_grant") ? 400 : 401,
        JSON.createObjectNode()
            .put("error", error)
            .put("error_description", description)
            .toString());
  }

  static Said error(int status, String code, String reason, String message) {
    ObjectNode error =
        JSON.createObjectNode().put("code", status).put("message", message).put("status", code);
    error
        .putArray("errors")
        .addObject()
        .put("message", message)
        .put("domain", "global")
        .put("reason", reason);
    ObjectNode info =
        error
            .putArray("details")
            .addObject()
            .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
            .put("reason", reason)
            .put("domain", "googleapis.com");
    info.putObject("metadata").put("consumer", "projects/123456789012");
    return Said.json(status, JSON.createObjectNode().set("error", error).toString());
  }

  @Override
  protected Said answer(Heard heard) {
    if (signsIn(heard)) {
      return token(heard);
    }
    if (revoked || !heard.header("Authorization").equals("Bearer " + TOKEN)) {
      return error(
          401,
          "UNAUTHENTICATED",
          "ACCESS_TOKEN_EXPIRED",
          "Request had invalid authentication credentials. See http://inside " + TOKEN);
    }
    return instead.orElseGet(() -> answerSignedIn(heard));
  }

  private Said token(Heard heard) {
    if (tokenError.isPresent()) {
      return Said.json(400, tokenError.get());
    }
    Map<String, String> form = heard.form();
    String refused =
        heard.header("Content-Type").startsWith("application/x-www-form-urlencoded")
                && form.get("grant_type").equals("urn:ietf:params:oauth:grant-type:jwt-bearer")
            ? Statement.of(form.get("assertion")).refusal(ACCOUNT, TestKeys.KNOWN.getPublic())
            : "Bad Request";
    return refused.isEmpty()
        ? Said.json(
            200,
            "{\"access_token\":\"%s\",\"expires_in\":3599,\"token_type\":\"Bearer\"}"
                .formatted(TOKEN))
        : tokenError("invalid_grant", refused);
  }

  private Said answerSignedIn(Heard heard) {
    String compute = "/compute/v1/projects/" + PROJECT;
    if (heard.path().equals("/v3/projects/" + PROJECT + ":testIamPermissions")) {
      return serving("cloudresourcemanager.googleapis.com", () -> permissions(heard));
    }
    if (heard.path().equals("/v3/projects/" + PROJECT)) {
      return serving(
          "cloudresourcemanager.googleapis.com",
          () ->
              guarded(
                  "resourcemanager.projects.get",
                  "{\"name\":\"projects/1\",\"projectId\":\"%s\",\"state\":\"%s\"}"
                      .formatted(PROJECT, state)));
    }
    if (heard.path().equals("/v1/projects/" + PROJECT + "/services:batchGet")) {
      return guarded("serviceusage.services.get", services(heard));
    }
    if (heard.path().equals(compute + "/regions")) {
      return serving("compute.googleapis.com", () -> guarded("compute.regions.list", regions()));
    }
    if (heard.path().equals(compute)) {
      return serving(
          "compute.googleapis.com",
          () ->
              guarded(
                  "compute.projects.get",
                  "{\"quotas\":[{\"metric\":\"NETWORKS\",\"limit\":5,\"usage\":%d},{\"metric\":\"SNAPSHOTS\",\"limit\":1,\"usage\":1}]}"
                      .formatted(roomy ? 1 : 5)));
    }
    return error(404, "NOT_FOUND", "notFound", "not in this fake: " + heard.path());
  }

  private Said serving(String service, java.util.function.Supplier<Said> answer) {
    if (off.contains(service)) {
      Said said = error(403, "PERMISSION_DENIED", "SERVICE_DISABLED", "Enable it at http://inside");
      return Said.json(
          403,
          said.body()
              .replace("\"consumer\"", "\"service\":\"%s\",\"consumer\"".formatted(service)));
    }
    return answer.get();
  }

  private Said guarded(String permission, String body) {
    return allowed(permission)
        ? Said.json(200, body)
        : error(403, "PERMISSION_DENIED", "forbidden", "Required '%s'".formatted(permission));
  }

  /// Google refuses a permission that is none, or that a project cannot have.
  private Said permissions(Heard heard) {
    Set<String> known = new HashSet<>(Permissions.of(Cloud.GCP).actions());
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode held = answer.putArray("permissions");
    for (JsonNode asked : json(heard.text()).path("permissions")) {
      if (!known.contains(asked.asText())) {
        return error(400, "INVALID_ARGUMENT", "badRequest", "Permission is not valid");
      }
      if (allowed(asked.asText())) {
        held.add(asked.asText());
      }
    }
    // an empty list is not written
    return Said.json(200, held.isEmpty() ? "{}" : answer.toString());
  }

  private String services(Heard heard) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode services = answer.putArray("services");
    for (String pair : heard.address().getRawQuery().split("&", -1)) {
      String name = URLDecoder.decode(pair.substring("names=".length()), StandardCharsets.UTF_8);
      services
          .addObject()
          .put("name", name.replace(PROJECT, "123456789012"))
          .put("parent", "projects/123456789012")
          .put(
              "state",
              off.contains(name.substring(name.lastIndexOf('/') + 1)) ? "DISABLED" : "ENABLED");
    }
    return answer.toString();
  }

  private String regions() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode items = answer.putArray("items");
    for (String name : List.of("europe-west1", "europe-west3", "us-central1")) {
      ObjectNode region = items.addObject().put("name", name);
      region.put("status", name.startsWith("us") ? "DOWN" : "UP");
      ArrayNode quotas = region.putArray("quotas");
      int used = roomy && name.endsWith("3") ? 8 : 20;
      quotas.addObject().put("metric", "CPUS").put("limit", 24.0).put("usage", used);
      quotas.addObject().put("metric", "IN_USE_ADDRESSES").put("limit", 8.0).put("usage", 1.0);
    }
    return answer.toString();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
