package io.bowline.driver.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.Headers;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.probe.Driver;
import io.bowline.driver.FakeServer;
import io.bowline.driver.TestKeys;
import io.bowline.model.place.Cloud;
import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The few calls of Oracle's cloud that the driver makes, as Oracle answers them: a request that is
/// not signed by the user's key, for the host that it should have gone to, is refused.
final class FakeOracle extends FakeServer {
  static final String TENANCY = "ocid1.tenancy.oc1..aaaaaaaabbbbbbbbccccccccdddddddd";
  static final String USER = "ocid1.user.oc1..aaaaaaaabbbbbbbbccccccccdddddddd";
  static final String COMPARTMENT = "ocid1.compartment.oc1..aaaaaaaabbbbbbbbccccccccdddddddd";
  static final String PARENT = "ocid1.compartment.oc1..aaaaaaaabbbbbbbbccccccccparent00";
  static final String GROUP = "ocid1.group.oc1..aaaaaaaabbbbbbbbccccccccdddddddd";
  private static final String IDENTITY = "identity.eu-frankfurt-1.oci.oraclecloud.com";
  private static final String PRINT = "12:34:56:78:90:ab:cd:ef:12:34:56:78:90:ab:cd:ef";

  /// To look at oneself.
  static final String SELF = "self";

  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// What answers where, and what it takes.
  private record Place(String host, String path, String action) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("identity.eu-frankfurt-1.oci.oraclecloud.com", "/20160918/users/" + USER, SELF),
          new Place(
              "identity.eu-frankfurt-1.oci.oraclecloud.com",
              "/20160918/tenancies/" + TENANCY + "/regionSubscriptions",
              "inspect tenancies"),
          new Place(
              "identity.eu-frankfurt-1.oci.oraclecloud.com",
              "/20160918/compartments/" + COMPARTMENT,
              "inspect compartments"),
          new Place(IDENTITY, "/20160918/compartments/" + PARENT, "inspect compartments"),
          new Place(IDENTITY, "/20160918/policies", "inspect policies"),
          new Place(IDENTITY, "/20160918/groups", "inspect groups"),
          new Place(IDENTITY, "/20160918/groups/" + GROUP, "inspect groups"),
          new Place(IDENTITY, "/20160918/userGroupMemberships", "inspect users"),
          new Place(
              "containerengine.eu-frankfurt-1.oci.oraclecloud.com",
              "/20180222/clusters",
              "manage cluster-family"),
          new Place(
              "iaas.eu-frankfurt-1.oraclecloud.com",
              "/20160918/instances",
              "manage instance-family"),
          new Place(
              "iaas.eu-frankfurt-1.oraclecloud.com",
              "/20160918/vcns",
              "manage virtual-network-family"),
          new Place(
              "iaas.eu-frankfurt-1.oraclecloud.com",
              "/20170115/loadBalancers",
              "manage load-balancers"),
          new Place(
              "network-load-balancer-api.eu-frankfurt-1.oci.oraclecloud.com",
              "/20200501/networkLoadBalancers",
              "manage network-load-balancers"),
          new Place(
              "artifacts.eu-frankfurt-1.oci.oraclecloud.com",
              "/20160918/container/repositories",
              "manage repos"),
          new Place(
              "limits.eu-frankfurt-1.oci.oraclecloud.com",
              "/20190729/limitValues",
              "inspect limits"),
          new Place("objectstorage.eu-frankfurt-1.oraclecloud.com", "/n", "manage buckets"),
          new Place("objectstorage.eu-frankfurt-1.oraclecloud.com", "/n/axyz/b", "manage buckets"));

  private volatile String state = "ACTIVE";
  private volatile String subscribed = "READY";
  private volatile long cores = 100;
  private volatile boolean revoked;
  private volatile String namespace = "\"axyz\"";
  private final Map<String, List<String>> policies = new ConcurrentHashMap<>();
  private volatile boolean member = true;
  private volatile Optional<Said> instead = Optional.empty();

  @Override
  public Driver driver(Duration limit) {
    return new OracleDriver(new OraclePlace(Optional.of(address()), limit));
  }

  private static Configuration credentials(String user, KeyPair key) {
    var values = new LinkedHashMap<String, String>();
    values.put("user_ocid", user);
    values.put("tenancy_ocid", TENANCY);
    values.put("fingerprint", PRINT);
    values.put("private_key", TestKeys.pem(key));
    values.put("region", "eu-frankfurt-1");
    values.put("compartment_ocid", COMPARTMENT);
    return new Configuration(Cloud.ORACLE, values);
  }

  @Override
  public Configuration good() {
    return credentials(USER, TestKeys.KNOWN);
  }

  @Override
  public Configuration wrongSecret() {
    return credentials(USER, TestKeys.OTHER);
  }

  @Override
  public Configuration unknown() {
    return credentials(USER.replace("bbbb", "eeee"), TestKeys.KNOWN);
  }

  @Override
  public boolean tellsNameFromSecret() {
    return false;
  }

  @Override
  public Collection<String> secrets() {
    return List.of(TestKeys.piece(TestKeys.KNOWN), TestKeys.piece(TestKeys.OTHER), "canary");
  }

  /// From now on these are all statements, of a policy at that compartment.
  void policy(String at, String... statements) {
    policies.put(at, List.of(statements));
  }

  /// From now on the user is in no group.
  void leave() {
    member = false;
  }

  /// The document's own, less what is forbidden.
  private List<String> document() {
    return PermissionDocument.of(Cloud.ORACLE)
        .path("statements")
        .valueStream()
        .map(JsonNode::asText)
        .filter(text ->
            Permissions.of(Cloud.ORACLE).actions().stream()
                .filter(action -> !allowed(action))
                .noneMatch(text::contains))
        .map(text -> text.replace("<group>", "bowline").replace("<compartment-ocid>", COMPARTMENT))
        .toList();
  }

  private String policies(Heard heard) {
    String at = pairs(heard.address().getRawQuery()).getOrDefault("compartmentId", "");
    List<String> statements =
        policies.getOrDefault(
            at, policies.isEmpty() && at.equals(TENANCY) ? document() : List.of());
    ArrayNode list = JSON.createArrayNode();
    statements.forEach(
        list.addObject().put("lifecycleState", "ACTIVE").putArray("statements")::add);
    return list.toString();
  }

  void state(String next) {
    state = next;
  }

  void subscribed(String next) {
    subscribed = next;
  }

  void cores(long next) {
    cores = next;
  }

  void namespace(String json) {
    namespace = json;
  }

  /// From now on the key is known at signing in only.
  void revoke() {
    revoked = true;
  }

  /// From now on everything after signing in is answered so.
  void answerAll(Said said) {
    instead = Optional.of(said);
  }

  /// Whether the user's key signed a question that is in an address.
  boolean signs(URI asked) {
    Map<String, String> query = pairs(asked.getRawQuery());
    var headers = new Headers();
    headers.set("Authorization", query.getOrDefault("authorization", ""));
    headers.set("Date", query.getOrDefault("date", ""));
    var heard = new Heard("GET", URI.create(asked.getRawPath()), headers, "");
    String keyId = "%s/%s/%s".formatted(TENANCY, USER, PRINT);
    return Signed.of(heard).holds(keyId, TestKeys.KNOWN.getPublic(), asked.getHost());
  }

  /// Whether a question to Object Storage was signed for it, with what it bears.
  boolean signedForObjects(Heard heard) {
    String keyId = "%s/%s/%s".formatted(TENANCY, USER, PRINT);
    return Signed.of(heard)
        .holds(keyId, TestKeys.KNOWN.getPublic(), "objectstorage.eu-frankfurt-1.oraclecloud.com");
  }

  @Override
  protected boolean signsIn(Heard heard) {
    return heard.path().startsWith("/20160918/users/");
  }

  @Override
  protected Said broken() {
    return error(500, "InternalServerError", "canary");
  }

  @Override
  protected Said busy() {
    return error(429, "TooManyRequests", "canary");
  }

  @Override
  protected Said atAnotherTime() {
    return error(
        401,
        "NotAuthenticated",
        "Date 'Sun, 22 Nov 2026 06:32:26 GMT' is not within allowed clock skew. Current 'canary'");
  }

  static Said error(int status, String code, String message) {
    return Said.json(
        status, JSON.createObjectNode().put("code", code).put("message", message).toString());
  }

  @Override
  protected Said answer(Heard heard) {
    Place place =
        PLACES.stream()
            .filter(one -> one.path().equals(heard.path().replace("eeee", "bbbb")))
            .findFirst()
            .orElse(null);
    if (place == null) {
      return error(404, "NotFound", "not in this fake: canary");
    }
    String keyId = "%s/%s/%s".formatted(TENANCY, USER, PRINT);
    boolean known = Signed.of(heard).holds(keyId, TestKeys.KNOWN.getPublic(), place.host());
    if (!known || (revoked && !signsIn(heard))) {
      return error(
          401,
          "NotAuthenticated",
          "The required information to complete authentication was not provided or was incorrect.");
    }
    Instant signed = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(heard.header("Date")));
    if (Duration.between(signed, Instant.now()).abs().compareTo(SKEW) > 0) {
      return atAnotherTime();
    }
    if (instead.isPresent() && !signsIn(heard)) {
      return instead.get();
    }
    return allowed(place.action()) && compartmentIsRight(heard)
        ? Said.json(200, body(place, heard))
        : error(404, "NotAuthorizedOrNotFound", "Authorization failed or canary not found");
  }

  private static boolean compartmentIsRight(Heard heard) {
    String query = heard.address().getRawQuery();
    return query == null
        || List.of(COMPARTMENT, PARENT, TENANCY).contains(pairs(query).get("compartmentId"));
  }

  private String body(Place place, Heard heard) {
    return switch (place.action()) {
      case "inspect tenancies" ->
          "[{\"regionName\":\"uk-london-1\",\"status\":\"READY\"},{\"regionName\":\"eu-frankfurt-1\",\"status\":\"%s\"}]"
              .formatted(subscribed);
      case "inspect compartments" -> compartment(place.path().endsWith(PARENT));
      case "inspect policies" -> policies(heard);
      case "inspect groups" ->
          place.path().endsWith(GROUP)
              ? "{\"id\":\"%s\",\"name\":\"Bowline\"}".formatted(GROUP)
              : "[]";
      case "inspect users" ->
          member ? "[{\"groupId\":\"%s\",\"lifecycleState\":\"ACTIVE\"}]".formatted(GROUP) : "[]";
      case SELF -> "{\"id\":\"%s\"}".formatted(USER);
      case "inspect limits" -> limits();
      case "manage buckets" -> place.path().equals("/n") ? namespace : "[]";
      case "manage repos", "manage network-load-balancers" -> "{\"items\":[]}";
      default -> "[]";
    };
  }

  private String compartment(boolean parent) {
    return JSON.createObjectNode()
        .put("id", parent ? PARENT : COMPARTMENT)
        .put("compartmentId", parent ? TENANCY : PARENT)
        .put("name", parent ? "Streaming" : "Kafka")
        .put("lifecycleState", parent ? "ACTIVE" : state)
        .toString();
  }

  private String limits() {
    ArrayNode values = JSON.createArrayNode();
    for (Map.Entry<String, Long> limit :
        Map.of("standard-e4-core-count", cores, "gpu4-count", 1000L).entrySet()) {
      values.addObject().put("name", limit.getKey()).put("value", limit.getValue());
    }
    return values.toString();
  }
}
