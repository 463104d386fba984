package io.bowline.installer.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.azure.AzapiProvider;
import io.bowline.testkit.azure.EmulatedSubscription;
import io.bowline.testkit.azure.Resources;
import io.bowline.testkit.process.Terraform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The template, judged by what others made: Azure's published types.
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
}
