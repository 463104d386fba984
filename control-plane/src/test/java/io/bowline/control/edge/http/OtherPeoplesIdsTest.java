package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.install.RunningInstall;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.control.runner.RunnerStore;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import io.bowline.model.release.Release;
import io.bowline.proto.codec.Bytes;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Another organization's ids in every call of the API that takes one, generated from the API's own
/// description: each is answered as an id that never was, and nothing changes.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Tag("C5.tenant-matrix")
class OtherPeoplesIdsTest {
  private static final String UNTIL = "{\"components\":[\"broker\"],\"until\":\"%s\"}";

  private static final String COLLECTOR =
      "{\"name\":\"agent\",\"csr\":%s}"
          .formatted(JsonNodeFactory.instance.textNode(TestRunner.requestPem(TestRunner.newKey())));

  private static final String PROVIDER =
      "{\"identifier\":\"mine\",\"provider_type\":\"aws\",\"configuration\":"
          + "{\"aws_access_key\":\"AKIAIOSFODNN7EXAMPLE\",\"aws_access_secret\":\"%s\"}}"
              .formatted("a".repeat(40));

  /// What only the vendor's staff may do, whatever it is about.
  private static final Set<String> STAFFS =
      Set.of("DELETE /hosted-runners/{runner}", "DELETE /staff-accesses/{access}");

  private static final String FLEET =
      "{\"identifier\":\"x\",\"infra_type\":\"byok\",\"domain\":\"x.example.com\",\"max_tenants\":4,"
          + "\"max_kafka_units\":40,\"tenancy_mode\":\"shared\"}";

  private static final String KUBECONFIG =
      "{\"kubeconfig\":\"{contexts: [{name: a, context: {cluster: a, user: a}}], users: [{name: a, user:"
          + " {token: t}}], clusters: [{name: a, cluster: {server: 'https://k.example.com'}}]}\"}";

  private static final String CLUSTER =
      "{\"identifier\":\"x\",\"tenancy_mode\":\"shared\",\"kafka_units\":1,\"fleet\":\"x\"}";

  private static final String INVITATION = "{\"email\":\"anna@example.com\",\"role\":\"owner\"}";

  /// A body that would be taken, by operation; one that is new has to be added.
  private static final String STAFF_ACCESS = "{\"reason\":\"to see\",\"hours\":1}";

  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("PUT /entitlements", "{\"product\":\"acme/streaming\"}"),
          Map.entry("PUT /registry-limits", "{\"transfers\":1}"),
          Map.entry(
              "POST /installs",
              "{\"name\":\"x\",\"product\":\"acme/streaming\",\"cloud\":\"byok\",\"account\":\"1\",\"region\":\"eu\"}"),
          Map.entry("POST /installs/{install}/captures", UNTIL),
          Map.entry("POST /base-domains", "{\"domain\":\"theirs.example.com\"}"),
          Map.entry("PATCH /base-domains/{domain}", "{}"),
          Map.entry("POST /base-domains/{domain}/check", ""),
          Map.entry("POST /fleet-providers", PROVIDER),
          Map.entry("PATCH /fleet-providers/{provider}", "{}"),
          Map.entry("POST /fleet-providers/{provider}/validate", ""),
          Map.entry("POST /infrastructure", FLEET),
          Map.entry("PATCH /infrastructure/{fleet}", "{\"max_tenants\":9}"),
          Map.entry("POST /infrastructure/{fleet}/retry", ""),
          Map.entry("POST /infrastructure/{fleet}/kubeconfig", KUBECONFIG),
          Map.entry("POST /clusters", CLUSTER),
          Map.entry("PATCH /clusters/{cluster}", "{\"kafka_units\":2}"),
          Map.entry("POST /data-key/rotate", ""),
          Map.entry("PUT /regions", "{\"regions\":{\"aws\":[\"eu-central-1\"]}}"),
          Map.entry("POST /installs/{install}/enrollment-tokens", ""),
          Map.entry("POST /hosted-runners", ""),
          Map.entry("POST /installs/{install}/collectors", COLLECTOR),
          Map.entry(
              "POST /installs/{install}/collectors/{collector}/certificates",
              COLLECTOR.replace("\"name\":\"agent\",", "")),
          Map.entry("POST /installs/{install}/preflight", ""),
          Map.entry(
              "POST /installs/{install}/preflight/overrulings",
              "{\"check\":\"logs.tcp\",\"reason\":\"why not\",\"confirm\":\"theirs\"}"),
          Map.entry("POST /installs/{install}/abandon", "{\"confirm\":\"theirs\"}"),
          Map.entry(
              "POST /installs/{install}/lent-role",
              "{\"role\":\"arn:aws:iam::123456789012:role/mine\"}"),
          Map.entry("POST /installs/{install}/uninstall", "{\"confirm\":\"theirs\"}"),
          Map.entry("POST /installs/{install}/close", "{\"confirm\":\"theirs\"}"),
          Map.entry("POST /installs/{install}/runner-gone", "{\"confirm\":\"theirs\"}"),
          Map.entry(
              "POST /installs/{install}/inventory",
              "{\"account\":\"1\",\"region\":\"eu\",\"looked\":[],\"found\":[]}"),
          Map.entry("PUT /installs/{install}/inputs", "{\"inputs\":{\"a\":\"b\"}}"),
          Map.entry(
              "POST /installs/{install}/plans", "{\"release\":\"sha256:" + "a".repeat(64) + "\"}"),
          Map.entry(
              "PUT /installs/{install}/pin", "{\"channel\":\"stable\",\"reason\":\"mine now\"}"),
          Map.entry(
              "PUT /pins",
              "{\"product\":\"acme/streaming\",\"channel\":\"stable\",\"reason\":\"r\"}"),
          Map.entry("POST /jobs/{job}/cancel", "{\"reason\":\"mine now\"}"),
          Map.entry(
              "POST /plans/{plan}/approvals",
              "{\"sequence\":1,\"expires\":\"2099-01-01T00:00:00Z\",\"keyId\":\"k\",\"signature\":\"c2ln\"}"),
          Map.entry("POST /invitations", INVITATION),
          Map.entry("PUT /staff-access-policy", "{\"rule\":\"ask\"}"),
          Map.entry("POST /staff-accesses", STAFF_ACCESS),
          Map.entry("POST /staff-accesses/{access}/approve", ""),
          Map.entry("POST /staff-accesses/{access}/refuse", ""),
          Map.entry("POST /staff-accesses/{access}/end", ""),
          Map.entry("PUT /members/{member}/role", "{\"role\":\"viewer\"}"),
          Map.entry("POST /service-accounts", "{\"name\":\"ci\",\"role\":\"viewer\"}"),
          Map.entry("PUT /service-accounts/{account}/role", "{\"role\":\"viewer\"}"),
          Map.entry("POST /access-reviews", "{\"confirmed\":[],\"revoked\":[],\"note\":\"mine\"}"),
          Map.entry("PUT /account/password", "{\"password\":\"correct horse battery staple\"}"),
          Map.entry("POST /account/totp", "{\"password\":\"x\"}"),
          Map.entry("POST /account/totp/confirm", "{\"code\":\"123456\"}"),
          Map.entry("POST /account/totp/remove", "{\"password\":\"x\"}"),
          Map.entry("POST /account/recovery-codes", "{\"password\":\"x\"}"),
          Map.entry("POST /members/{member}/password-resets", "{}"),
          Map.entry("POST /members/leave", "{\"organization\":\"theirs\"}"),
          Map.entry(
              "PUT /sso", "{\"issuer\":\"https://login.example.com\",\"clientId\":\"bowline\"}"),
          Map.entry("POST /teams", "{\"name\":\"theirs\",\"group\":\"g\",\"role\":\"viewer\"}"),
          Map.entry("PUT /teams/{team}", "{\"group\":\"mine\",\"role\":\"viewer\"}"),
          Map.entry("POST /tokens", "{\"name\":\"x\",\"scopes\":[\"read\"]}"));

  private static final Set<String> BODYLESS = Set.of("GET", "DELETE");

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Catalog catalog;
  @Inject Fleets fleets;
  @Inject RunningInstall running;
  @Inject Transactions transactions;
  @Inject RunnerStore runners;
  @Inject Ids ids;

  private TestCaller staff;
  private TestCaller theirs;
  private TestCaller stranger;
  private String their;
  private String own;
  private final Map<String, String> theirIds = new HashMap<>();

  @BeforeEach
  void twoOrganizations() {
    TestCaller anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    their = staff.organization();
    own = staff.organization();
    theirs = anybody.with(token(their));
    stranger = anybody.with(owner(anybody, own).path("token").asText());
    JsonNode install =
        made(
            theirs,
            their,
            "/installs",
            BODIES.get("POST /installs").replace("\"x\"", "\"theirs\""));
    theirIds.put("install", install.path("id").asText());
    running.of(their, theirIds.get("install"), "broker");
    String capture = UNTIL.formatted(Instant.now().plusSeconds(3_600));
    JsonNode job =
        made(theirs, their, "/installs/" + theirIds.get("install") + "/captures", capture);
    theirIds.put("job", job.path("job").asText());
    theirIds.put(
        "token", made(theirs, their, "/tokens", BODIES.get("POST /tokens")).path("id").asText());
    theirIds.put(
        "collector",
        made(theirs, their, "/installs/theirs/collectors", COLLECTOR)
            .path("collector")
            .path("id")
            .asText());
    theirIds.put(
        "provider", made(theirs, their, "/fleet-providers", PROVIDER).path("identifier").asText());
    theirIds.put(
        "domain",
        made(theirs, their, "/base-domains", BODIES.get("POST /base-domains"))
            .path("domain")
            .asText());
    fleet();
    people(anybody);
    theirIds.put("runner", runner(OrgId.parse(their), theirIds.get("install")));
    theirIds.put("door", "cloudformation");
    theirIds.put("digest", release(OrgId.parse(their)));
    theirIds.put("attachment", theirIds.get("digest"));
    theirIds.put("plan", plan(their, theirIds.get("install")));
  }

  private void fleet() {
    made(theirs, their, "/infrastructure", FLEET.replace("\"x", "\"theirs"));
    assertThat(
            theirs
                .post(
                    "/api/v1/organizations/" + their + "/infrastructure/theirs/kubeconfig",
                    KUBECONFIG)
                .status())
        .isEqualTo(200);
    OrgId org = OrgId.parse(their);
    transactions.runInOrg(
        org,
        tx -> {
          for (FleetStatus next : List.of(FleetStatus.PROVISIONING, FleetStatus.HEALTHY)) {
            fleets.move(tx, fleets.find(tx, org, "theirs").orElseThrow(), next, "");
          }
        });
    made(theirs, their, "/clusters", CLUSTER.replace("\"x", "\"theirs"));
    theirIds.put("fleet", "theirs");
    theirIds.put("cluster", "theirs");
  }

  private void people(TestCaller anybody) {
    JsonNode joined = owner(anybody, their);
    theirIds.put("member", joined.path("member").path("id").asText());
    theirIds.put(
        "session",
        anybody
            .with(joined.path("token").asText())
            .get("/api/v1/organizations/" + their + "/sessions")
            .body()
            .at("/items/0/id")
            .asText());
    theirIds.put("access", made(staff, their, "/staff-accesses", STAFF_ACCESS).path("id").asText());
    theirIds.put(
        "invitation",
        made(
                theirs,
                their,
                "/invitations",
                INVITATION.replace("anna", "b").replace("owner", "viewer"))
            .path("id")
            .asText());
    theirIds.put(
        "team", made(theirs, their, "/teams", BODIES.get("POST /teams")).path("name").asText());
    theirIds.put(
        "account",
        made(theirs, their, "/service-accounts", "{\"name\":\"ci\",\"role\":\"viewer\"}")
            .path("id")
            .asText());
  }

  /// Somebody who owns an organization, signed in.
  private JsonNode owner(TestCaller anybody, String org) {
    JsonNode invitation = made(staff, org, "/invitations", INVITATION);
    String accept =
        "{\"name\":\"Anna\",\"invitation\":\"%s\"}"
            .formatted(invitation.path("invitation").asText());
    return anybody.post("/api/v1/invitations/accept", accept).body();
  }

  @Test
  void anothersIdIsAnsweredAsOneThatNeverWasInEveryCallThatTakesOne() {
    Map<String, Object> before = everything();
    List<String> asked = new ArrayList<>();
    for (Operation operation : operations()) {
      String whole = operation.method() + " " + operation.path();
      if (operation.path().contains("{") || operation.query()) {
        // their ids in one's own organization
        Answer foreign = call(operation, own, theirIds);
        Answer nobodys = call(operation, own, nobodys());
        assertThat(foreign.status())
            .as(whole + " " + foreign.raw().body())
            .isEqualTo(STAFFS.contains(whole) ? 403 : 404);
        assertThat(foreign.raw().body()).as(whole).isEqualTo(nobodys.raw().body());
        asked.add(whole);
      }
      // their organization itself
      Answer foreign = call(operation, their, theirIds);
      Answer nobodys = call(operation, UUID.randomUUID().toString(), nobodys());
      assertThat(foreign.status()).as(whole + " " + foreign.raw().body()).isEqualTo(404);
      assertThat(foreign.raw().body()).as(whole).isEqualTo(nobodys.raw().body());
    }
    assertThat(asked).hasSizeGreaterThanOrEqualTo(18);
    assertThat(everything()).isEqualTo(before);
  }

  private record Operation(String method, String path, boolean query) {}

  /// What the API says of itself below an organization.
  private List<Operation> operations() {
    JsonNode paths = staff.get("/api/v1/openapi?format=json").body().path("paths");
    var all = new ArrayList<Operation>();
    String prefix = "/api/v1/organizations/{org}";
    paths
        .properties()
        .forEach(path -> {
          if (path.getKey().startsWith(prefix)) {
            path.getValue()
                .properties()
                .forEach(method -> {
                  if (Set.of("get", "put", "post", "delete", "patch").contains(method.getKey())) {
                    boolean query = inQuery(method.getValue());
                    all.add(
                        new Operation(
                            method.getKey().toUpperCase(java.util.Locale.ROOT),
                            path.getKey().substring(prefix.length()),
                            query));
                  }
                });
          }
        });
    assertThat(all).hasSizeGreaterThanOrEqualTo(25);
    return all;
  }

  private static boolean inQuery(JsonNode operation) {
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.path("in").asText().equals("query")
          && parameter.path("name").asText().equals("install")) {
        return true;
      }
    }
    return false;
  }

  private Answer call(Operation operation, String org, Map<String, String> ids) {
    String path = operation.path();
    for (Map.Entry<String, String> id : ids.entrySet()) {
      path = path.replace("{" + id.getKey() + "}", id.getValue());
    }
    assertThat(path).as("an id of a kind that is not made here yet").doesNotContain("{");
    String query = operation.query() ? "?install=" + ids.get("install") : "";
    HttpRequest.Builder request = stranger.request("/api/v1/organizations/" + org + path + query);
    if (BODYLESS.contains(operation.method())) {
      return stranger.send(request.method(operation.method(), HttpRequest.BodyPublishers.noBody()));
    }
    String body = BODIES.get(operation.method() + " " + operation.path());
    assertThat(body).as("a body for %s", operation).isNotNull();
    return stranger.send(
        request
            .header("Content-Type", "application/json")
            .method(
                operation.method(),
                HttpRequest.BodyPublishers.ofString(
                    body.formatted(Instant.now().plusSeconds(3_600)))));
  }

  private Map<String, String> nobodys() {
    var nobodys = new HashMap<String, String>();
    theirIds.keySet().forEach(kind -> nobodys.put(kind, UUID.randomUUID().toString()));
    return nobodys;
  }

  /// All that the victims can see of their own.
  private Map<String, Object> everything() {
    var all = new TreeMap<String, Object>();
    for (String path :
        List.of(
            "",
            "/installs",
            "/jobs?install=theirs",
            "/jobs/" + theirIds.get("job"),
            "/plans/" + theirIds.get("plan"),
            "/installs/theirs/plans",
            "/installs/theirs/runners",
            "/installs/theirs/collectors",
            "/installs/theirs/history",
            "/base-domains",
            "/fleet-providers",
            "/installs/theirs/offer",
            "/pins",
            "/entitlements",
            "/tokens",
            "/members",
            "/invitations",
            "/service-accounts",
            "/access",
            "/access-reviews")) {
      Answer answer = theirs.get("/api/v1/organizations/" + their + path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      all.put(path, answer.raw().body());
    }
    // what the process does on its own account, as a check that was due, is nobody's doing
    all.put(
        "/audit",
        theirs
            .get("/api/v1/organizations/" + their + "/audit")
            .body()
            .path("items")
            .valueStream()
            .filter(entry -> !entry.path("actor").asText().equals("system"))
            .toList());
    return all;
  }

  private String token(String org) {
    return made(
            staff,
            org,
            "/tokens",
            "{\"name\":\"t\",\"scopes\":[\"read\",\"write\",\"approve\",\"admin\"]}")
        .path("token")
        .asText();
  }

  private static JsonNode made(TestCaller by, String org, String path, String body) {
    Answer answer = by.post("/api/v1/organizations/" + org + path, body);
    assertThat(answer.status()).as(path + answer.raw().body()).isEqualTo(201);
    return answer.body();
  }

  /// A release that only they are entitled to.
  private String release(OrgId org) {
    String product = "acme/" + ids.get();
    Digest digest = Digest.of(product.getBytes(StandardCharsets.UTF_8));
    var document = new Release(product, "1.0.0", 1, "", List.of(), List.of(), List.of());
    catalog.publish(digest, product, document, "{}", "test");
    catalog.entitle(org, product, "test");
    return digest.toString();
  }

  private String runner(OrgId org, String install) {
    var id = new RunnerId(ids.get());
    transactions.runInOrg(
        org,
        tx ->
            runners.insert(
                tx,
                new RunnerRecord(
                    org,
                    id,
                    InstallId.parse(install),
                    Identity.Role.RUNNER,
                    "0.1.0",
                    tx.now(),
                    tx.now().plusSeconds(3_600),
                    0,
                    0,
                    Optional.empty()),
                id.toString(),
                Bytes.of(new byte[] {1})));
    return id.toString();
  }

  private String plan(String org, String install) {
    return io.bowline.control.plan.TestPlans.waiting(
            transactions, ids, OrgId.parse(org), InstallId.parse(install))
        .toString();
  }
}
