package io.bowline.terraform;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.terraform.CloudModule.Shortfall;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.azure.AzapiProvider;
import io.bowline.testkit.azure.EmulatedSubscription;
import io.bowline.testkit.process.Terraform;
import io.bowline.testkit.terraform.AzureLayer;
import io.bowline.testkit.terraform.Made;
import io.bowline.testkit.terraform.StandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

/// The base layer in Azure keeps the contract of all clouds, with the real provider.
@RequiresPart({"terraform", AzapiProvider.PART})
class AzureModuleTest extends BaseLayerContract {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SUBSCRIPTION = "11111111-2222-4333-8444-555555555555";
  private static final String GROUP = "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/net";
  private static final String NETWORK = GROUP + "/providers/Microsoft.Network/virtualNetworks/hub";

  static final CloudModule MODULE =
      new CloudModule(
          "azure",
          """
          account_id = "%s"
          region     = "westeurope"
          """
              .formatted(SUBSCRIPTION),
          """
          {
            vpc_id     = "%s"
            subnet_ids = ["%s/subnets/data"]
          }\
          """
              .formatted(NETWORK, NETWORK),
          """
          system_pool = { instance_type = "Standard_D4s_v5", nodes = 1 }
          """,
          // not asked: the real one is here
          new StandIn("azure", "{}"),
          Set.of("region", "pod_cidr", "service_cidr", "disk_encryption_set_id"),
          Set.of("group", "runner_client_id", "node_security_group_id"),
          Set.of("cluster_authority"),
          Set.of(Shortfall.ANY_KEY_OF_OURS, Shortfall.SCANNING),
          AzureLayer::of);

  private final EmulatedSubscription subscription;

  AzureModuleTest() throws IOException {
    super(MODULE);
    subscription = EmulatedSubscription.open();
    there(GROUP, "{}");
    there(NETWORK, "{\"addressSpace\": {\"addressPrefixes\": [\"10.1.0.0/16\"]}}");
    there(
        NETWORK + "/subnets/data",
        "{\"addressPrefix\": \"10.1.8.0/24\", \"natGateway\": {\"id\": \"/nat\"}}");
  }

  @AfterAll
  void close() {
    subscription.close();
  }

  private void there(String id, String properties) throws IOException {
    ObjectNode body = JSON.createObjectNode();
    body.set("properties", JSON.readTree(properties));
    subscription.resources().give(id, "1", body);
  }

  @Override
  String provider() {
    return """
    terraform {
      required_providers {
        azapi = {
          source = "Azure/azapi"
        }
      }
    }

    """
        + AzapiProvider.block(subscription);
  }

  /// Each time in a subscription without an install.
  @Override
  Terraform terraform(Path root, Path scratch) throws IOException {
    subscription
        .resources()
        .delete("/subscriptions/" + SUBSCRIPTION + "/resourceGroups/bowline-acme-prod");
    Terraform terraform =
        Terraform.with(root, scratch)
            .with("TF_CLI_CONFIG_FILE", AzapiProvider.settings(scratch).toString());
    AzapiProvider.on(subscription, SUBSCRIPTION, scratch).forEach(terraform::with);
    return terraform;
  }

  @Override
  boolean canSaySo(Made.Resource resource) {
    return !AzureLayer.kind(resource).matches(".*(roleAssignments|federatedIdentityCredentials)")
        && resource.type().equals("azapi_resource");
  }
}
