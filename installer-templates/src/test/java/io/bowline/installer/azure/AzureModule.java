package io.bowline.installer.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.testkit.azure.AzapiProvider;
import io.bowline.testkit.azure.EmulatedSubscription;
import io.bowline.testkit.process.Terraform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What the Terraform module makes of the same wishes, by real Terraform with the real provider.
///
/// @param outputs by Terraform's words
record AzureModule(Map<String, JsonNode> layer, JsonNode outputs) {
  static AzureModule apply(Path scratch, String arguments) throws Exception {
    try (EmulatedSubscription subscription = EmulatedSubscription.open()) {
      AzureDoor.network(subscription.resources());
      Path root = Files.createTempDirectory(scratch, "root");
      Terraform.copy(Path.of("../terraform/azure"), root.resolve("azure"));
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
            install_id = "%s"
            account_id = "%s"
            region     = "westeurope"
            control_plane = {
              cidrs  = ["203.0.113.0/28"]
              tunnel = { cidr = "203.0.113.16/32", port = 51820 }
            }
            %s
          }

          output "made" {
            value = module.data_plane
          }
          """
              .formatted(
                  AzapiProvider.block(subscription),
                  AzureDoor.INSTALL,
                  AzureDoor.SUBSCRIPTION,
                  arguments));
      Terraform terraform = azapi(subscription, root, scratch);
      terraform.require(0, "init", "-no-color");
      terraform.require(0, "apply", "-auto-approve", "-no-color");
      return new AzureModule(
          AzureDoor.form(subscription.resources()),
          AzureDoor.read(terraform.require(0, "output", "-json", "-no-color", "made")));
    }
  }

  static Terraform azapi(EmulatedSubscription subscription, Path root, Path scratch)
      throws Exception {
    Terraform terraform =
        Terraform.with(root, scratch)
            .with("TF_CLI_CONFIG_FILE", AzapiProvider.settings(scratch).toString());
    AzapiProvider.on(subscription, AzureDoor.SUBSCRIPTION, scratch).forEach(terraform::with);
    return terraform;
  }
}
