package io.bowline.installer.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.azure.ArmRefused;
import io.bowline.testkit.azure.AzapiProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Azure's template and the Terraform module make the same: compared is what Azure was asked for,
/// so neither the parameter model nor either door's own text takes part.
@Tag("real")
@RequiresPart({"terraform", AzapiProvider.PART})
class AzureDoorsAgreeTest {
  /// What somebody wishes, as each door takes it.
  private record Wish(Map<String, String> form, String module) {}

  private static final Map<String, Wish> WISHES =
      Map.of(
          "a new network",
          new Wish(Map.of(), "vpc = {}"),
          "a new network, smaller, with a tunnel and targets, and a Kubernetes API that some reach",
          new Wish(
              Map.of(
                  "vpcAddress", "10.9.0.0",
                  "vpcPrefix", "20",
                  "vpcZones", "2",
                  "systemNodes", "1",
                  "systemInstanceType", "Standard_D4s_v5",
                  "tunnelCidr", "100.64.0.0/24",
                  "declaredTargets", "192.0.2.10/32:5432,192.0.2.64/26:9092",
                  "clusterAccessCidrs", "192.0.2.0/24,198.51.100.7/32"),
              """
              vpc                  = { cidr = "10.9.0.0/20", zones = 2 }
              system_pool          = { nodes = 1, instance_type = "Standard_D4s_v5" }
              cluster_access_cidrs = ["192.0.2.0/24", "198.51.100.7/32"]
              tunnel_cidr          = "100.64.0.0/24"
              egress = [
                { what = "Declared source or destination", cidr = "192.0.2.10/32", port = 5432 },
                { what = "Declared source or destination", cidr = "192.0.2.64/26", port = 9092 },
              ]
              """),
          "a network of theirs",
          new Wish(
              Map.of(
                  "vpcId",
                  AzureDoor.NETWORK,
                  "subnetIds",
                  AzureDoor.NETWORK + "/subnets/data",
                  "vpcCidr",
                  "10.1.0.0/16"),
              """
              existing_vpc = {
                vpc_id     = "%s"
                subnet_ids = ["%s/subnets/data"]
              }
              """
                  .formatted(AzureDoor.NETWORK, AzureDoor.NETWORK)));

  @TempDir private static Path scratch;
  private static final Map<String, AzureModule> MODULES = new TreeMap<>();
  private static final Map<String, Map<String, JsonNode>> TEMPLATES = new TreeMap<>();

  @BeforeAll
  static void apply() throws Exception {
    for (var wish : WISHES.entrySet()) {
      MODULES.put(wish.getKey(), AzureModule.apply(scratch, wish.getValue().module()));
      TEMPLATES.put(
          wish.getKey(), AzureDoor.deploy(AzureDoor.template(), wish.getValue().form()).layer());
    }
  }

  @Test
  @Tag("C20.same-resources")
  void bothMakeTheSameResourcesAndRules() {
    TEMPLATES.forEach((name, made) -> {
      Map<String, JsonNode> wanted = MODULES.get(name).layer();
      assertThat(made.keySet()).as(name).isEqualTo(wanted.keySet());
      wanted.forEach((id, each) -> assertThat(made.get(id)).as("%s: %s", name, id).isEqualTo(each));
    });
  }

  @Test
  void bothSayTheSameOfWhatWasMade() {
    WISHES.forEach((name, wish) -> {
      var said = new TreeMap<String, JsonNode>();
      AzureDoor.deploy(AzureDoor.template(), wish.form())
          .outputs()
          .properties()
          .forEach(each -> said.put(snake(each.getKey()), each.getValue()));
      var wanted = new TreeMap<String, JsonNode>();
      MODULES
          .get(name)
          .outputs()
          .properties()
          .forEach(each -> wanted.put(each.getKey(), each.getValue()));
      assertThat(said).as(name).isEqualTo(wanted);
    });
  }

  /// Without this the comparison could be one that always holds.
  @Test
  void whateverIsAlteredOrLeftOutInEitherIsSeen() {
    List<Alteration> alterations = alterations();
    assertThat(alterations).hasSizeGreaterThan(60);
    for (Alteration alteration : alterations) {
      assertThat(seen(alteration.template())).as(alteration.what()).isTrue();
    }
    for (AzureModule module : MODULES.values()) {
      for (String id : module.layer().keySet()) {
        var without = new TreeMap<>(module.layer());
        without.remove(id);
        assertThat(agrees(without)).as("without " + id).isFalse();
        var otherwise = new TreeMap<>(module.layer());
        ((ObjectNode) otherwise.compute(id, (_, each) -> each.deepCopy()))
            .withObject("/asked/properties")
            .put("altered", true);
        assertThat(agrees(otherwise)).as("another " + id).isFalse();
      }
    }
  }

  private static boolean agrees(Map<String, JsonNode> layer) {
    return TEMPLATES.containsValue(layer);
  }

  private record Alteration(String what, JsonNode template) {}

  /// Every resource of the base layer left out and altered, and every rule left out.
  private static List<Alteration> alterations() {
    var found = new ArrayList<Alteration>();
    for (int at = 0; at < base(AzureDoor.template()).path("resources").size(); at++) {
      JsonNode without = AzureDoor.template();
      JsonNode gone = ((ArrayNode) base(without).path("resources")).remove(at);
      found.add(new Alteration("without %d %s".formatted(at, gone.path("name")), without));
      JsonNode otherwise = AzureDoor.template();
      alter((ObjectNode) base(otherwise).path("resources").get(at));
      found.add(new Alteration("another %d %s".formatted(at, gone.path("name")), otherwise));
      JsonNode older = AzureDoor.template();
      ((ObjectNode) base(older).path("resources").get(at))
          .put(
              "name",
              "another-name/runner"
                  .substring(gone.path("type").asText().endsWith("Credentials") ? 0 : 13));
      found.add(new Alteration("named otherwise %d %s".formatted(at, gone.path("name")), older));
    }
    for (int at = 0; at < base(AzureDoor.template()).at("/variables/rules").size(); at++) {
      JsonNode without = AzureDoor.template();
      JsonNode gone = ((ArrayNode) base(without).at("/variables/rules")).remove(at);
      found.add(new Alteration("without rule " + gone.path("name"), without));
    }
    return found;
  }

  private static void alter(ObjectNode resource) {
    if (resource.path("type").asText().equals("Microsoft.Resources/deployments")) {
      alter((ObjectNode) resource.at("/properties/template/resources/0"));
    } else {
      resource.withObject("/properties").put("altered", true);
    }
  }

  private static JsonNode base(JsonNode template) {
    for (JsonNode each : template.path("resources")) {
      if (each.path("name").asText().contains("'-base'")) {
        return each.at("/properties/template");
      }
    }
    throw new AssertionError("no base layer");
  }

  /// Whether a template does not make the same as the module any more, or nothing at all.
  private static boolean seen(JsonNode template) {
    return WISHES.entrySet().stream()
        .anyMatch(wish -> {
          try {
            return !AzureDoor.deploy(template, wish.getValue().form())
                .layer()
                .equals(MODULES.get(wish.getKey()).layer());
          } catch (ArmRefused | IllegalArgumentException e) {
            return true;
          }
        });
  }

  /// `ClusterName` as Terraform writes it.
  private static String snake(String camel) {
    return camel.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
