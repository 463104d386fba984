package io.bowline.control.edge.http.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.model.id.OrgId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fleets over the real listener, with the field names of their documentation.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class FleetTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TIME = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Fleets fleets;
  @Inject Transactions transactions;

  private TestCaller staff;
  private String org;
  private String name;
  private String base;

  @BeforeEach
  void organization() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = staff.organization();
    name = staff.get("/api/v1/organizations/" + org).body().path("name").asText();
    base = "/organizations/" + name + "/infrastructure/";
  }

  private static ObjectNode byok(String identifier) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("identifier", identifier)
            .put("infra_type", "byok")
            .put("domain", identifier + ".example.com")
            .put("max_tenants", 4)
            .put("max_kafka_units", 40)
            .put("tenancy_mode", "shared");
    body.putObject("advanced_config");
    body.putObject("placement_config");
    return body;
  }

  private static ObjectNode aws(String identifier, String account) {
    ObjectNode body = byok(identifier).put("infra_type", "aws");
    body.putObject("placement_config").put("account", account).put("region", "eu-central-1");
    return body;
  }

  private JsonNode made(ObjectNode body) {
    Answer answer = staff.post(base, body.toString());
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body();
  }

  private Answer refused(int status, String field, ObjectNode body) {
    Answer answer = staff.post(base, body.toString());
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    assertThat(answer.body().path("field").asText()).isEqualTo(field);
    return answer;
  }

  private Answer patch(String path, String body) {
    return send("PATCH", path, body);
  }

  private Answer send(String method, String path, String body) {
    return staff.send(
        staff
            .request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  private void move(String identifier, FleetStatus... path) {
    OrgId id = OrgId.parse(org);
    transactions.runInOrg(
        id,
        tx -> {
          for (FleetStatus to : path) {
            fleets.move(tx, fleets.find(tx, id, identifier).orElseThrow(), to, "because");
          }
        });
  }

  @Test
  @Tag("K1.create-byok")
  @Tag("K1.pending-first")
  @Tag("K16.optional")
  void theAnswerHasTheObservedFieldsAndNoOthers() {
    JsonNode made = made(byok("calm-river").put("organization", name));
    var names = new HashSet<String>();
    made.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactlyInAnyOrder(
            "id",
            "organization",
            "identifier",
            "infra_type",
            "domain",
            "max_tenants",
            "max_kafka_units",
            "tenancy_mode",
            "advanced_config",
            "placement_config",
            "provisioner_name",
            "destroyer_name",
            "kubeconfig",
            "kubeconfig_str",
            "metadata",
            "prometheus_endpoint",
            "opencost_endpoint",
            "loki_endpoint",
            "loadbalancer_dns",
            "advanced_properties",
            "status",
            "created_at",
            "updated_at",
            "network");
    for (String empty : List.of("kubeconfig", "kubeconfig_str", "network")) {
      assertThat(made.path(empty).isNull()).as(empty).isTrue();
    }
    assertThat(made.path("organization").asText()).isEqualTo(name);
    assertThat(made.path("status").asText()).isEqualTo("Pending");
    assertThat(made.path("placement_config")).isEmpty();
    assertThat(made.path("created_at").asText()).matches(TIME);
    assertThat(made.path("updated_at").asText()).matches(TIME);
    assertThat(made.at("/metadata/left/throughput_mbps").asInt()).isEqualTo(800);
    assertThat(staff.get(base + "calm-river/").body()).isEqualTo(made);
    assertThat(staff.get(base + made.path("id").asText()).body()).isEqualTo(made);
    ObjectNode without = byok("without").without(List.of("advanced_config", "placement_config"));
    assertThat(made(without).path("placement_config")).isEmpty();
  }

  @Test
  void bothNamesAndBothEndsOfTheAddressAreServed() {
    int count = 0;
    for (String prefix : List.of("", "/api/v1")) {
      for (String resource : List.of("infrastructure", "fleets")) {
        for (String slash : List.of("", "/")) {
          String at = prefix + "/organizations/" + name + "/" + resource;
          String identifier = "f" + count++;
          Answer made = staff.post(at + slash, byok(identifier).toString());
          assertThat(made.status()).as(at + slash + made.raw().body()).isEqualTo(201);
          assertThat(staff.get(at + "/" + identifier + slash).body()).isEqualTo(made.body());
          assertThat(staff.get(at + slash).body().path("items")).hasSize(count);
          assertThat(staff.get(at + "/" + identifier + "/status" + slash).status()).isEqualTo(200);
          assertThat(staff.get(made.header("Location")).body()).isEqualTo(made.body());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "isolated", "Dedicated", "SHARED"})
  @Tag("K8.three-tenancies")
  @Tag("K8.any-case")
  void threeTenanciesAreKnownInAnyCase(String tenancy) {
    ObjectNode body = byok("x").put("tenancy_mode", tenancy).put("max_tenants", 1);
    assertThat(made(body).path("tenancy_mode").asText()).isEqualToIgnoringCase(tenancy);
  }

  @Test
  @Tag("K8.other-refused")
  @Tag("K10.bad-names-refused")
  void whatIsWrongIsNamed() {
    Answer tenancy = refused(400, "tenancy_mode", byok("x").put("tenancy_mode", "other"));
    assertThat(tenancy.body().path("detail").asText()).contains("shared, isolated, dedicated");
    Answer infra = refused(400, "infra_type", byok("x").put("infra_type", "digitalocean"));
    assertThat(infra.body().path("detail").asText()).contains("byok, aws, gcp, oci, azure");
    for (String domain :
        List.of(
            "",
            "x",
            "a..b",
            "-a.example.com",
            "a_b.example.com",
            "192.0.2.1",
            "a.b.1",
            "x".repeat(64) + ".com",
            "a.".repeat(100) + "com",
            "ex ample.com",
            "straße.example.com",
            "*.example.com",
            "co.uk")) {
      refused(400, "domain", byok("x").put("domain", domain));
    }
    for (int wrong : new int[] {0, -1, Integer.MAX_VALUE}) {
      refused(400, "max_tenants", byok("x").put("max_tenants", wrong));
      refused(400, "max_kafka_units", byok("x").put("max_kafka_units", wrong));
    }
    refused(400, "max_tenants", byok("x").put("max_tenants", "4"));
    refused(400, "max_tenants", byok("x").put("max_tenants", 1.5));
    refused(400, "max_tenants", byok("x").put("tenancy_mode", "dedicated"));
    refused(400, "identifier", byok("x").put("identifier", "Not A Slug"));
    refused(400, "colour", byok("x").put("colour", "red"));
    refused(400, "organization", byok("x").put("organization", "another"));
    for (String field :
        List.of(
            "identifier",
            "infra_type",
            "domain",
            "max_tenants",
            "max_kafka_units",
            "tenancy_mode")) {
      refused(400, field, byok("x").without(List.of(field)).deepCopy());
    }
    made(byok("x").put("domain", "KAFKA.Example.COM"));
    assertThat(staff.get(base + "x").body().path("domain").asText()).isEqualTo("kafka.example.com");
  }

  @Test
  void whatIsNotKnownOfAPartIsRefusedByItsName() {
    ObjectNode unknown = byok("x");
    unknown.putObject("advanced_config").put("vpc_id", "vpc-01234567");
    assertThat(refused(400, "advanced_config.vpc_id", unknown).raw().body())
        .contains("advanced_config has node_size, registry");
    ObjectNode wrong = byok("x");
    wrong.putObject("advanced_config").putObject("node_size").put("cpu", 4);
    refused(400, "advanced_config.node_size", wrong);
    for (String bad :
        List.of(
            "registry.example.com",
            "https://registry.example.com/path",
            "https://me:pw@registry.example.com",
            "https://a\\nbowline.install.policy=x",
            "file:///etc/passwd")) {
      ObjectNode registry = byok("x");
      registry.putObject("advanced_config").put("registry", bad);
      refused(400, "advanced_config.registry", registry);
    }
    ObjectNode user = byok("x");
    user.putObject("advanced_config").put("registry_user", "${HOME}");
    refused(400, "advanced_config.registry_user", user);
    ObjectNode noRegion = aws("x", "main");
    noRegion.putObject("placement_config").put("account", "main");
    refused(400, "placement_config.region", noRegion);
  }

  @Test
  @Tag("K13.saved-and-shown")
  @Tag("K13.small-warns")
  void aNodeSizeIsKeptAndOneThatIsTooSmallIsWarnedOf() {
    ObjectNode small = byok("small");
    small.putObject("advanced_config").putObject("node_size").put("cpu", 1).put("memory_gb", 2);
    JsonNode made = made(small);
    assertThat(made.at("/advanced_config/node_size/cpu").asInt()).isEqualTo(1);
    assertThat(made.at("/advanced_properties/node_size/memory_gb").asInt()).isEqualTo(2);
    assertThat(made.at("/advanced_properties/recommended_node_size/cpu").asInt()).isEqualTo(4);
    assertThat(made.at("/metadata/warnings").toString())
        .contains("1 vCPU and 2 GB are below")
        .contains("less than 4 GB for each vCPU");
    assertThat(made(byok("usual")).at("/metadata/warnings")).isEmpty();
  }

  @Test
  @Tag("K16.unknown-provider-refused")
  @Tag("P1.same-type")
  @Tag("P3.no-provider-no-fleet")
  void theAccountIsAProviderOfTheSameTypeWhoseGateIsOpen() {
    ObjectNode brought = byok("x");
    brought.putObject("placement_config").put("account", "nobody").put("region", "eu-1");
    refused(400, "placement_config.account", brought);
    refused(400, "placement_config.account", aws("x", "nobody"));
    ObjectNode without = aws("x", "nobody");
    without.putObject("placement_config").put("region", "eu-central-1");
    refused(400, "placement_config.account", without);

    String secret = "a".repeat(40);
    Answer provider =
        staff.post(
            "/organizations/" + name + "/fleet-providers/",
            """
            {"identifier":"main","provider_type":"aws","configuration":
             {"aws_access_key":"AKIAIOSFODNN7EXAMPLE","aws_access_secret":"%s"}}\
            """
                .formatted(secret));
    assertThat(provider.status()).isEqualTo(201);
    Answer closed = staff.post(base, aws("x", "main").toString());
    assertThat(closed.status()).isEqualTo(409);
    assertThat(closed.raw().body()).contains("main").contains("Validate it");
    ObjectNode other = aws("x", "main").put("infra_type", "gcp");
    ((ObjectNode) other.path("placement_config")).put("region", "europe-west3");
    assertThat(refused(400, "placement_config.account", other).raw().body()).contains("of aws");

    brought.putObject("placement_config").put("account", "main").put("region", "eu-1");
    made(brought);
    Answer kept = staff.delete("/organizations/" + name + "/fleet-providers/main/");
    assertThat(kept.status()).isEqualTo(409);
    assertThat(kept.raw().body()).contains("the fleet x");
  }

  @Test
  @Tag("K22.one-fleet-for-two-clicks")
  void theSameTwiceIsOneFleetAndAnotherOfThatNameIsNot() {
    JsonNode first = made(byok("x"));
    assertThat(made(byok("x"))).isEqualTo(first);
    Answer keyed = staff.post(base, byok("y").toString(), "Idempotency-Key", "k");
    Answer again = staff.post(base, byok("y").toString(), "Idempotency-Key", "k");
    assertThat(again.body()).isEqualTo(keyed.body());
    assertThat(staff.post(base, byok("x").put("max_tenants", 5).toString()).status())
        .isEqualTo(409);
    assertThat(staff.post(base, byok("z").put("domain", "x.example.com").toString()).status())
        .isEqualTo(409);
    assertThat(staff.get(base).body().path("items")).hasSize(2);
  }

  @Test
  @Tag("K25.path-recorded")
  void thePathToHealthyIsShown() {
    made(byok("x"));
    move("x", FleetStatus.PROVISIONING, FleetStatus.HEALTHY);
    JsonNode status = staff.get(base + "x/status/").body();
    assertThat(status.path("status").asText()).isEqualTo("Healthy");
    assertThat(status.path("history"))
        .extracting(entry -> entry.path("status").asText())
        .containsExactly("Pending", "Provisioning", "Healthy");
    assertThat(status.path("history"))
        .allSatisfy(entry -> assertThat(entry.path("at").asText()).matches(TIME));
    assertThat(staff.get(base + "x/").body().path("status").asText()).isEqualTo("Healthy");
    Answer retry = staff.post(base + "x/retry/", "");
    assertThat(retry.status()).isEqualTo(409);
    move("x", FleetStatus.UNHEALTHY, FleetStatus.ERROR);
    assertThat(staff.post(base + "x/retry/", "").body().path("status").asText())
        .isEqualTo("Pending");
  }

  @Test
  void listsArePagedAndChosenByTypeAndStatus() {
    for (String identifier : List.of("a", "b", "c")) {
      made(byok(identifier));
    }
    move("b", FleetStatus.PROVISIONING);
    JsonNode first = staff.get(base + "?limit=2").body();
    assertThat(first.path("items")).hasSize(2);
    JsonNode rest = staff.get(base + "?limit=2&cursor=" + first.path("next").asText()).body();
    assertThat(rest.path("items")).hasSize(1);
    assertThat(staff.get(base + "?status=Provisioning").body().path("items"))
        .extracting(fleet -> fleet.path("identifier").asText())
        .containsExactly("b");
    assertThat(staff.get(base + "?infra_type=aws").body().path("items")).isEmpty();
    assertThat(staff.get(base + "?status=fine").status()).isEqualTo(400);
    assertThat(staff.get(base + "?infra_type=fine").status()).isEqualTo(400);
  }

  @Test
  void changesAreOfLimitsAndTheRestIsForGood() {
    made(byok("x"));
    Answer wider = patch(base + "x/", "{\"max_tenants\":6,\"identifier\":\"x\"}");
    assertThat(wider.status()).as(wider.raw().body()).isEqualTo(200);
    assertThat(wider.body().path("max_tenants").asInt()).isEqualTo(6);
    for (String body :
        List.of(
            "{\"identifier\":\"y\"}",
            "{\"domain\":\"y.example.com\"}",
            "{\"infra_type\":\"aws\"}",
            "{\"tenancy_mode\":\"isolated\"}",
            "{\"max_tenants\":0}",
            "{\"colour\":\"red\"}")) {
      assertThat(patch(base + "x/", body).status()).as(body).isEqualTo(400);
    }
    assertThat(patch(base + "nobody/", "{}").status()).isEqualTo(404);
    assertThat(staff.delete(base + "x/").status()).isEqualTo(204);
    assertThat(staff.get(base + "x/").status()).isEqualTo(404);
    made(byok("y"));
    move("y", FleetStatus.PROVISIONING);
    // begun, and nothing of it is in any cluster
    assertThat(staff.delete(base + "y/").status()).isEqualTo(204);
  }

  @Test
  @Tag("P8.region-allow-list")
  void aFleetStandsOnlyWhereTheOrganizationAllowsIt() {
    String regions = "/organizations/" + name + "/regions/";
    assertThat(staff.get(regions).body().path("regions")).isEmpty();
    assertThat(send("PUT", regions, "{\"regions\":{\"mars\":[\"x-1\"]}}").status()).isEqualTo(422);
    assertThat(send("PUT", regions, "{\"regions\":{\"aws\":[\"X Y\"]}}").status()).isEqualTo(422);
    assertThat(send("PUT", regions, "{\"regions\":{\"aws\":[null]}}").status()).isEqualTo(422);
    Answer set = send("PUT", regions, "{\"regions\":{\"aws\":[\"eu-west-1\",\"eu-central-1\"]}}");
    assertThat(set.status()).as(set.raw().body()).isEqualTo(200);
    assertThat(staff.get(regions).body()).isEqualTo(set.body());
    ObjectNode outside = byok("x");
    outside.putObject("placement_config").put("region", "us-east-1");
    assertThat(refused(422, "placement_config.region", outside).body().path("detail").asText())
        .contains("aws eu-central-1, eu-west-1");
    outside.putObject("placement_config").put("region", "eu-west-1");
    made(outside);
    made(byok("says-none"));
    send("PUT", regions, "{\"regions\":{}}");
    ObjectNode anywhere = byok("anywhere");
    anywhere.putObject("placement_config").put("region", "us-east-1");
    made(anywhere);
  }

  @Test
  @Tag("C72.region-warning")
  void aSourceInAnotherRegionIsWarnedOf() {
    ObjectNode far = byok("far");
    far.putObject("placement_config")
        .put("region", "eu-central-1")
        .put("source_region", "us-east-1");
    assertThat(made(far).at("/metadata/warnings/0").asText())
        .contains("us-east-1")
        .contains("eu-central-1")
        .contains("crosses regions");
    ObjectNode near = byok("near");
    near.putObject("placement_config")
        .put("region", "eu-central-1")
        .put("source_region", "eu-central-1");
    assertThat(made(near).at("/metadata/warnings")).isEmpty();
  }

  @Test
  @Tag("K14.units-to-mbps")
  @Tag("K12.remaining-told")
  @Tag("K17.explained")
  void clustersTakeTheRoomOfAFleetAndTheAnswerSaysWhatIsLeft() {
    made(byok("x"));
    made(byok("pending"));
    move("x", FleetStatus.PROVISIONING, FleetStatus.HEALTHY);
    String clusters = "/organizations/" + name + "/clusters/";
    Answer made =
        staff.post(
            clusters,
            """
            {"identifier":"orders","tenancy_mode":"shared","kafka_units":3,"fleet":"x"}\
            """);
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    assertThat(made.body().path("throughput_mbps").asInt()).isEqualTo(60);
    assertThat(made.body().path("left").toString())
        .isEqualTo("{\"tenants\":3,\"kafka_units\":37,\"throughput_mbps\":740}");
    Answer placed =
        staff.post(
            clusters,
            """
            {"identifier":"placed","tenancy_mode":"SHARED","kafka_units":1,
             "placement_config":{"require":{"infra_type":"byok"},"prefer":{"region":"eu-1"}}}\
            """);
    assertThat(placed.status()).as(placed.raw().body()).isEqualTo(201);
    assertThat(placed.body().at("/placement/fleet").asText()).isEqualTo("x");
    assertThat(placed.body().at("/placement/why").asText()).contains("meets 0 of 1");
    assertThat(placed.body().at("/placement/refused/0/why").asText()).contains("is Pending");
    Answer full =
        staff.post(
            clusters, "{\"identifier\":\"big\",\"tenancy_mode\":\"shared\",\"kafka_units\":37}");
    assertThat(full.status()).isEqualTo(409);
    assertThat(full.raw().body()).contains("36 of 40 Kafka units are left");
    Answer resized = patch(clusters + "orders/", "{\"kafka_units\":39}");
    assertThat(resized.body().path("throughput_mbps").asInt()).isEqualTo(780);
    assertThat(patch(clusters + "orders/", "{\"kafka_units\":0}").status()).isEqualTo(400);
    assertThat(staff.get(clusters + "?fleet=x").body().path("items")).hasSize(2);
    assertThat(staff.get(base + "x").body().at("/metadata/used/tenants").asInt()).isEqualTo(2);
    Answer used = staff.delete(base + "x");
    assertThat(used.status()).isEqualTo(409);
    for (String one : Set.of("orders", "placed")) {
      assertThat(staff.delete(clusters + one + "/").status()).isEqualTo(204);
    }
    assertThat(staff.get(clusters).body().path("items")).isEmpty();
    assertThat(staff.delete(base + "x").status()).isEqualTo(204);
  }
}
