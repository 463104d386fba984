package io.bowline.installer.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.azure.AzapiProvider;
import io.bowline.testkit.azure.EmulatedSubscription;
import io.bowline.testkit.azure.Resources;
import io.bowline.testkit.process.Terraform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The template, judged by what others made: Azure's published types, and a scanner.
@Tag("real")
class AzureTemplateLintTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path scratch;

  /// The provider azapi has the types inside, and plans nothing that does not fit them.
  @Test
  @RequiresPart({"terraform", AzapiProvider.PART})
  @Tag("C2.azure-template")
  void everyResourceFitsAzuresPublishedTypes() throws Exception {
    Map<String, Resources.Resource> made =
        AzureDoor.deploy(AzureDoor.template(), Map.of()).resources().made();
    assertThat(plan(made).code()).isZero();
    Resources.Resource machine =
        made.values().stream()
            .filter(each -> each.id().type().endsWith("/virtualMachines"))
            .findFirst()
            .orElseThrow();
    machine.asked().withObject("/properties/hardwareProfile").put("vmsize", "typo");
    assertThat(plan(made).said()).contains("properties.hardwareProfile.vmsize");
  }

  private Terraform.Ended plan(Map<String, Resources.Resource> made) throws Exception {
    try (EmulatedSubscription subscription = EmulatedSubscription.open()) {
      Path root = Files.createTempDirectory(scratch, "root");
      Files.writeString(
          root.resolve("main.tf"),
          "terraform {\n  required_providers {\n    azapi = {\n      source = \"Azure/azapi\"\n    }\n  }\n}\n"
              + AzapiProvider.block(subscription));
      ObjectNode resources = JSON.createObjectNode();
      int number = 0;
      for (Resources.Resource each : made.values()) {
        resources.set("r" + number++, azapi(each));
      }
      ObjectNode file = JSON.createObjectNode();
      file.putObject("resource").set("azapi_resource", resources);
      Files.writeString(root.resolve("all.tf.json"), file.toString().replace("${", "$${"));
      Terraform terraform = AzureModule.azapi(subscription, root, scratch);
      terraform.require(0, "init", "-no-color");
      return terraform.run("plan", "-no-color");
    }
  }

  private static ObjectNode azapi(Resources.Resource resource) {
    ObjectNode one = JSON.createObjectNode();
    one.put("type", resource.id().type() + "@" + resource.version());
    one.put("name", resource.id().name());
    one.put("parent_id", resource.id().parent().orElse("/subscriptions/" + AzureDoor.SUBSCRIPTION));
    ObjectNode body = resource.asked().deepCopy();
    for (String field : List.of("location", "tags")) {
      if (body.has(field)) {
        one.set(field, body.remove(field));
      }
    }
    if (body.remove("identity") instanceof ObjectNode identity) {
      ArrayNode ids =
          one.putArray("identity").addObject().put("type", "UserAssigned").putArray("identity_ids");
      identity.path("userAssignedIdentities").fieldNames().forEachRemaining(ids::add);
    }
    one.set("body", body);
    return one;
  }

  /// What the scanner finds, and why it is so.
  private static final List<String> NAMED =
      List.of(
          // nobody signs in to the starter by anything: nothing reaches it, nobody knows its
          // password,
          // and it is there for minutes
          "CKV_AZURE_1 Microsoft.Compute/virtualMachines",
          "CKV_AZURE_149 Microsoft.Compute/virtualMachines",
          "CKV_AZURE_178 Microsoft.Compute/virtualMachines",
          // encryption at the host has to be switched on for a whole subscription first
          "CKV_AZURE_97 Microsoft.Compute/virtualMachines",
          "CKV_AZURE_151 Microsoft.Compute/virtualMachines",
          "CKV_AZURE_227 Microsoft.ContainerService/managedClusters",
          // a registry without public addresses and with quarantine is the dear kind (ADR 0038)
          "CKV_AZURE_139 Microsoft.ContainerRegistry/registries",
          "CKV_AZURE_166 Microsoft.ContainerRegistry/registries",
          // its log needs a right that lists keys (ADR 0038)
          "CKV_AZURE_4 Microsoft.ContainerService/managedClusters",
          // it has no public address at all
          "CKV_AZURE_6 Microsoft.ContainerService/managedClusters",
          // there is none since years; what is not there is not switched off either
          "CKV_AZURE_8 Microsoft.ContainerService/managedClusters",
          // versions are raised by the runner, one at a time
          "CKV_AZURE_171 Microsoft.ContainerService/managedClusters",
          // that driver is not installed
          "CKV_AZURE_172 Microsoft.ContainerService/managedClusters",
          // the smallest machines have no room for it
          "CKV_AZURE_226 Microsoft.ContainerService/managedClusters");

  /// As it is made: on expressions of the template, and on the starter's program, the scanner does
  /// not end.
  @Test
  @RequiresPart("checkov")
  void theScannerFindsOnlyWhatIsNamedHere() throws Exception {
    ObjectNode flat = JSON.createObjectNode();
    flat.put(
        "$schema",
        "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#");
    flat.put("contentVersion", "1.0.0.0");
    ArrayNode all = flat.putArray("resources");
    for (Resources.Resource each :
        AzureDoor.deploy(AzureDoor.template(), Map.of()).resources().made().values()) {
      ObjectNode one = all.addObject().put("type", each.id().type());
      one.put("apiVersion", each.version()).put("name", each.id().name());
      one.setAll(each.asked().deepCopy());
      if (one.at("/properties/osProfile") instanceof ObjectNode machine) {
        machine.put("customData", "x");
      }
    }
    Path file = Files.writeString(scratch.resolve("flat.json"), flat.toString());
    JsonNode report = JSON.readTree(scanned(file));
    var found = new TreeSet<String>();
    for (JsonNode each : report.path("results").path("failed_checks")) {
      String resource = each.path("resource").asText();
      found.add(
          each.path("check_id").asText()
              + " "
              + resource.substring(0, resource.indexOf('.', "Microsoft.".length())));
    }
    assertThat(report.path("summary").path("passed").asInt()).isGreaterThan(15);
    assertThat(found).containsExactlyInAnyOrderElementsOf(NAMED);
  }

  private String scanned(Path file) throws Exception {
    Path answer = scratch.resolve("answer.json");
    Process process =
        new ProcessBuilder(
                Parts.here().require("checkov").toString(),
                "--framework=arm",
                "--skip-download",
                "--output=json",
                "--soft-fail",
                "--file=" + file)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(answer.toFile())
            .start();
    process.getOutputStream().close();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the scanner ends").isTrue();
    return Files.readString(answer);
  }
}
