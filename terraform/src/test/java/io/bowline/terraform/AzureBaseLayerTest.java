package io.bowline.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.permission.Permissions;
import io.bowline.model.place.Cloud;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.azure.AzapiProvider;
import io.bowline.testkit.azure.EmulatedSubscription;
import io.bowline.testkit.process.Terraform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The base layer in Azure, made and taken away again by real Terraform with the real provider,
/// which checks each resource against Azure's published types, in a subscription of ours.
@Tag("real")
@RequiresPart({"terraform", AzapiProvider.PART})
class AzureBaseLayerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SUBSCRIPTION = "11111111-2222-4333-8444-555555555555";
  private static final String NETWORK =
      "/subscriptions/%s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub"
          .formatted(SUBSCRIPTION);

  @TempDir Path scratch;
  private EmulatedSubscription subscription;
  private Path root;
  private Terraform terraform;

  @BeforeEach
  void open() throws Exception {
    subscription = EmulatedSubscription.open();
    root = Files.createDirectory(scratch.resolve("root"));
    Terraform.copy(Path.of("azure"), root.resolve("azure"));
    terraform = in(root);
  }

  private Terraform in(Path folder) throws Exception {
    Terraform one =
        Terraform.with(folder, scratch)
            .with("TF_CLI_CONFIG_FILE", AzapiProvider.settings(scratch).toString());
    AzapiProvider.on(subscription, SUBSCRIPTION, scratch).forEach(one::with);
    return one;
  }

  @AfterEach
  void close() {
    subscription.close();
  }

  private void module(String rest) throws Exception {
    Files.writeString(
        root.resolve("main.tf"),
        """
        terraform {
          required_providers {
            azapi = {
              source = "Azure/azapi"
            }
          }
        }

        %s
        module "data_plane" {
          source     = "./azure"
          name       = "acme-prod"
          install_id = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
          account_id = "%s"
          region     = "westeurope"
          control_plane = {
            cidrs = ["203.0.113.0/28"]
          }
          %s
        }

        output "data_plane" {
          value = module.data_plane
        }
        """
            .formatted(AzapiProvider.block(subscription), SUBSCRIPTION, rest));
    terraform.require(0, "init", "-no-color");
  }

  @Test
  void theModulesOwnTestsPass() throws Exception {
    Terraform own = in(root.resolve("azure"));
    own.require(0, "init", "-backend=false", "-no-color");
    assertThat(own.require(0, "test", "-no-color")).contains("Success! 31 passed, 0 failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"managed-vpc", "byo-vpc"})
  void anExampleCanBeTakenAsItStands(String example) throws Exception {
    Terraform own = in(root.resolve("azure/examples").resolve(example));
    own.require(0, "init", "-backend=false", "-no-color");
    assertThat(own.require(0, "validate", "-no-color")).contains("valid");
  }

  @Test
  void thePageNamesEveryVariableAndOutput() throws Exception {
    ModulePage page = ModulePage.of(Path.of("azure"));
    assertThat(page.described("Inputs")).isEqualTo(page.variables());
    assertThat(page.described("Outputs")).isEqualTo(page.outputs());
  }

  @Test
  @Tag("C27.base-layer-exact")
  @Tag("C54.managed-vpc")
  void itIsMadeOnceAndGoesAwayWithoutATrace() throws Exception {
    module(
        """
        vpc              = {}
        installer_access = "99999999-0000-4000-8000-000000000009"
        """);
    terraform.require(0, "apply", "-auto-approve", "-no-color");
    assertThat(kinds())
        .containsExactlyInAnyOrder(
            "Microsoft.Authorization/roleAssignments 7",
            "Microsoft.ContainerRegistry/registries 1",
            "Microsoft.ContainerService/managedClusters 1",
            "Microsoft.ManagedIdentity/userAssignedIdentities 3",
            "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials 1",
            "Microsoft.Network/natGateways 1",
            "Microsoft.Network/networkSecurityGroups 1",
            "Microsoft.Network/publicIPAddresses 1",
            "Microsoft.Network/virtualNetworks 1",
            "Microsoft.Resources/resourceGroups 1");
    JsonNode outputs =
        JSON.readTree(terraform.require(0, "output", "-json", "-no-color", "data_plane"));
    assertThat(outputs.path("registry").asText())
        .isEqualTo("bowlineacmeprod74a6a81e.azurecr.io/bowline-acme-prod");
    assertThat(outputs.path("cluster_endpoint").asText())
        .isEqualTo("https://bowline-acme-prod.inside.example");

    assertThat(terraform.run("plan", "-detailed-exitcode", "-no-color"))
        .as("a second run changes nothing")
        .satisfies(ended -> assertThat(ended.code()).as(ended.said()).isZero());

    terraform.require(0, "destroy", "-auto-approve", "-no-color");
    assertThat(subscription.resources().made()).isEmpty();
    assertThat(missing(subscription.resources().actions()))
        .as("rights that making and deleting want and the downloadable role does not have")
        .isEmpty();
  }

  @Test
  @Tag("C55.no-vpc-create")
  void aNetworkOfTheCustomersStaysAsItIs() throws Exception {
    there("/subscriptions/" + SUBSCRIPTION + "/resourceGroups/net", "{}");
    there(NETWORK, "{\"addressSpace\": {\"addressPrefixes\": [\"10.1.0.0/16\"]}}");
    there(
        NETWORK + "/subnets/data",
        "{\"addressPrefix\": \"10.1.8.0/24\", \"natGateway\": {\"id\": \"/nat\"}}");
    module(
        """
        existing_vpc = {
          vpc_id     = "%s"
          subnet_ids = ["%s/subnets/data"]
        }
        """
            .formatted(NETWORK, NETWORK));
    String said = terraform.require(0, "apply", "-auto-approve", "-no-color");
    assertThat(said).contains("The subnet does not have the rules of this module");
    assertThat(kinds())
        .noneMatch(
            kind -> kind.matches("Microsoft.Network/(virtualNetworks|natGateways|publicIP).*"))
        .contains("Microsoft.Network/networkSecurityGroups 1");
    assertThat(subscription.resources().actions())
        .doesNotContain(
            "Microsoft.Network/virtualNetworks/write",
            "Microsoft.Network/virtualNetworks/subnets/write");
  }

  /// Something of the customer's own.
  private void there(String id, String properties) throws Exception {
    ObjectNode body = JSON.createObjectNode();
    body.set("properties", JSON.readTree(properties));
    subscription.resources().give(id, "1", body);
  }

  private List<String> kinds() {
    return subscription.resources().made().values().stream()
        .collect(Collectors.groupingBy(each -> each.id().type(), Collectors.counting()))
        .entrySet()
        .stream()
        .map(each -> each.getKey() + " " + each.getValue())
        .toList();
  }

  private static Set<String> missing(Set<String> actions) {
    var missing = new TreeSet<String>();
    for (String action : actions) {
      String right =
          action.replace(
              "Microsoft.Resources/resourceGroups",
              "Microsoft.Resources/subscriptions/resourceGroups");
      if (!Permissions.of(Cloud.AZURE).actions().contains(right)) {
        missing.add(right);
      }
    }
    return missing;
  }
}
