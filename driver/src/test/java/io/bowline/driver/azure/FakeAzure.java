package io.bowline.driver.azure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.probe.Driver;
import io.bowline.driver.FakeServer;
import io.bowline.model.place.Cloud;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The few calls of Azure that the driver makes, as Azure answers them: a token is given for the
/// right form and secret, and every call needs it.
final class FakeAzure extends FakeServer {
  static final String CLIENT = "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b";
  static final String TENANT = "2b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b";
  static final String SUBSCRIPTION = "3b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b";
  static final String SECRET = "abc8Q~canary&=+%23456789abcdefghijklmnop";
  private static final String WRONG = "abc8Q~canary&=+%23456789abcdefghijklmnoq";

  /// Who the application is in its tenant.
  static final String OBJECT = "4b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b";

  static final String TOKEN = "eyJ0eXAi.%s.canary-of-a-token".formatted(claims());
  static final String STORAGE_TOKEN = "eyJ0eXAi.e30.canary-of-another-token";
  private static final String AT = "/subscriptions/" + SUBSCRIPTION;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private volatile Set<String> unregistered = Set.of();
  private volatile String state = "Enabled";
  private volatile boolean roomy = true;
  private volatile boolean revoked;
  private volatile String condition = "";
  private volatile Optional<Said> instead = Optional.empty();
  private volatile Optional<Integer> tokenError = Optional.empty();
  private volatile Optional<String> nextPage = Optional.empty();

  @Override
  public Driver driver(Duration limit) {
    return new AzureDriver(new AzurePlace(Optional.of(address()), limit));
  }

  private static String claims() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString("{\"oid\":\"%s\"}".formatted(OBJECT).getBytes(StandardCharsets.UTF_8));
  }

  private static Configuration credentials(String client, String secret) {
    return new Configuration(
        Cloud.AZURE,
        Map.of(
            "client_id",
            client,
            "client_secret",
            secret,
            "tenant_id",
            TENANT,
            "subscription_id",
            SUBSCRIPTION));
  }

  @Override
  public Configuration good() {
    return credentials(CLIENT, SECRET);
  }

  @Override
  public Configuration wrongSecret() {
    return credentials(CLIENT, WRONG);
  }

  @Override
  public Configuration unknown() {
    return credentials("9b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b", SECRET);
  }

  @Override
  public Collection<String> secrets() {
    return List.of(SECRET, WRONG, TOKEN, "canary");
  }

  void unregister(Set<String> namespaces) {
    unregistered = namespaces;
  }

  void state(String next) {
    state = next;
  }

  void full() {
    roomy = false;
  }

  void revoke() {
    revoked = true;
  }

  /// From now on roles are assigned under a condition.
  void onlyIf(String next) {
    condition = next;
  }

  void refuseTokens(int code) {
    tokenError = Optional.of(code);
  }

  void answerAll(Said said) {
    instead = Optional.of(said);
  }

  /// From now on the list of permissions goes on there.
  void goOnAt(String link) {
    nextPage = Optional.of(link);
  }

  String here(String path) {
    return address().resolve(path).toString();
  }

  @Override
  protected boolean signsIn(Heard heard) {
    return heard.path().endsWith("/oauth2/v2.0/token");
  }

  @Override
  protected Said broken() {
    return error(503, "ServiceUnavailable");
  }

  @Override
  protected Said busy() {
    return error(429, "TooManyRequests");
  }

  @Override
  protected Said atAnotherTime() {
    return tokenError(700024);
  }

  private static Said tokenError(int code) {
    ObjectNode error =
        JSON.createObjectNode()
            .put("error", code == 700016 ? "unauthorized_client" : "invalid_client")
            .put("error_description", "AADSTS%d: canary. Trace ID: http://inside".formatted(code));
    error.putArray("error_codes").add(code);
    return Said.json(code == 700016 ? 400 : 401, error.toString());
  }

  static Said error(int status, String code) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error")
        .put("code", code)
        .put("message", "The client 'canary' with object id 'x' ... exception at http://inside");
    return Said.json(status, body.toString());
  }

  @Override
  protected Said answer(Heard heard) {
    if (signsIn(heard)) {
      return token(heard);
    }
    if (revoked || !heard.header("Authorization").equals("Bearer " + TOKEN)) {
      return error(401, "InvalidAuthenticationToken");
    }
    return instead.orElseGet(() -> answerSignedIn(heard));
  }

  private Said token(Heard heard) {
    if (tokenError.isPresent()) {
      return tokenError(tokenError.get());
    }
    var right = new LinkedHashMap<String, String>();
    right.put("grant_type", "client_credentials");
    right.put("client_id", CLIENT);
    right.put("client_secret", SECRET);
    Map<String, String> form = heard.form();
    boolean storage = "https://storage.azure.com/.default".equals(form.get("scope"));
    right.put(
        "scope",
        storage ? "https://storage.azure.com/.default" : "https://management.azure.com/.default");
    if (!heard.path().startsWith("/" + TENANT + "/")) {
      return tokenError(90002);
    }
    if (!CLIENT.equals(form.get("client_id"))) {
      return tokenError(700016);
    }
    if (!SECRET.equals(form.get("client_secret"))) {
      return tokenError(7000215);
    }
    return form.equals(right)
            && heard.header("Content-Type").equals("application/x-www-form-urlencoded")
        ? Said.json(
            200,
            "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"%s\"}"
                .formatted(storage ? STORAGE_TOKEN : TOKEN))
        : tokenError(900144);
  }

  private Said answerSignedIn(Heard heard) {
    String path = heard.path();
    if (path.equals(AT)) {
      return guarded(
          "Microsoft.Resources/subscriptions/read",
          "{\"subscriptionId\":\"%s\",\"state\":\"%s\"}".formatted(SUBSCRIPTION, state));
    }
    if (path.equals(AT + "/providers/Microsoft.Authorization/permissions")) {
      return guarded(
          "Microsoft.Authorization/permissions/read",
          heard.address().getRawQuery().contains("page=2") ? ownSet() : readers());
    }
    if (path.equals(AT + "/locations")) {
      return guarded("Microsoft.Resources/subscriptions/locations/read", locations());
    }
    if (path.endsWith("/usages")) {
      return guarded("Microsoft.Compute/locations/usages/read", usages(path));
    }
    if (path.startsWith(AT + "/providers/Microsoft.")) {
      String namespace = path.substring(path.lastIndexOf('/') + 1);
      return guarded(
          "Microsoft.Resources/subscriptions/providers/read",
          "{\"namespace\":\"%s\",\"registrationState\":\"%s\"}"
              .formatted(
                  namespace, unregistered.contains(namespace) ? "NotRegistered" : "Registered"));
    }
    return error(404, "InvalidResourceType");
  }

  private Said guarded(String action, String body) {
    return allowed(action) ? Said.json(200, body) : error(403, "AuthorizationFailed");
  }

  /// The first page: a role that has nothing of what is asked.
  private String readers() {
    ObjectNode page = JSON.createObjectNode();
    ObjectNode set = page.putArray("value").addObject();
    set.putArray("actions").add("Microsoft.Support/*");
    set.putArray("notActions").add("*");
    return page.put(
            "nextLink",
            nextPage.orElseGet(() ->
                here(
                    AT
                        + "/providers/"
                        + "Microsoft.Authorization/permissions?api-version=2022-04-01&page=2")))
        .toString();
  }

  private String ownSet() {
    ObjectNode page = JSON.createObjectNode();
    ObjectNode set = page.putArray("value").addObject();
    ArrayNode actions = set.putArray("actions");
    Permissions.of(Cloud.AZURE).actions().stream()
        .map(action -> action.toLowerCase(java.util.Locale.ROOT))
        .forEach(actions::add);
    ArrayNode except = set.putArray("notActions");
    Permissions.of(Cloud.AZURE).actions().stream()
        .filter(action -> !allowed(action))
        .forEach(except::add);
    if (!condition.isEmpty()) {
      set.put("condition", condition).put("conditionVersion", "2.0");
    }
    return page.toString();
  }

  private static String locations() {
    ObjectNode page = JSON.createObjectNode();
    ArrayNode regions = page.putArray("value");
    for (String name : List.of("westeurope", "northeurope", "europe", "../evil")) {
      regions
          .addObject()
          .put("name", name)
          .putObject("metadata")
          .put("regionType", name.equals("europe") ? "Logical" : "Physical");
    }
    return page.toString();
  }

  private String usages(String path) {
    ObjectNode page = JSON.createObjectNode();
    ArrayNode usages = page.putArray("value");
    int limit = roomy && path.contains("northeurope") ? 100 : 10;
    for (String name : List.of("availabilitySets", "cores")) {
      usages
          .addObject()
          .put("unit", "Count")
          .put("currentValue", 4)
          .put("limit", name.equals("cores") ? limit : 2500)
          .putObject("name")
          .put("value", name);
    }
    return page.toString();
  }
}
