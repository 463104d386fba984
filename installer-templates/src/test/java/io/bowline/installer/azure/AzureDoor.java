package io.bowline.installer.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bowline.installer.Door;
import io.bowline.installer.Given;
import io.bowline.installer.Site;
import io.bowline.installer.render.Templates;
import io.bowline.testkit.azure.Deployment;
import io.bowline.testkit.azure.Resources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The template as somebody in Azure would use it, on resources that are none.
final class AzureDoor {
  static final String SUBSCRIPTION = "11111111-2222-4333-8444-555555555555";
  static final String INSTALL = "74a6a81e-3f28-44e7-8e94-39f2e222b71d";
  static final String TOKEN = "canary-of-the-enrollment-token";
  static final Site SITE =
      new Site("acme-prod", INSTALL, SUBSCRIPTION, "westeurope", "external-74a6");
  static final String NETWORK =
      "/subscriptions/%s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub"
          .formatted(SUBSCRIPTION);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AzureDoor() {}

  /// The rendered template, read again.
  static JsonNode template() {
    return read(Templates.render(Door.AZURE_ARM, Given.VENDOR, Optional.of(SITE)).text());
  }

  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// What a deployment said and what there is after it.
  record Done(ObjectNode outputs, Resources resources) {
    /// All but what only starts the runner, in one form.
    Map<String, JsonNode> layer() {
      var layer = new TreeMap<String, JsonNode>();
      form(resources)
          .forEach((id, resource) -> {
            if (!id.contains("-starter")
                && !resource.path("asked").toString().contains("starter")) {
              layer.put(id, resource);
            }
          });
      return layer;
    }
  }

  /// Everything as it was asked for, rules in the order of their names.
  static Map<String, JsonNode> form(Resources resources) {
    var form = new TreeMap<String, JsonNode>();
    resources
        .made()
        .forEach((id, each) -> {
          ObjectNode one = JSON.createObjectNode().put("version", each.version());
          one.put("type", each.id().type()).put("name", each.id().name());
          ObjectNode asked = each.asked().deepCopy();
          asked.remove("name");
          // null is what Azure takes for a field that is not there
          if (asked.path("properties") instanceof ObjectNode properties) {
            properties.properties().removeIf(field -> field.getValue().isNull());
          }
          if (asked.at("/properties/securityRules") instanceof ArrayNode rules) {
            List<JsonNode> sorted = new ArrayList<>();
            rules.forEach(sorted::add);
            sorted.sort(Comparator.comparing(rule -> rule.path("name").asText()));
            rules.removeAll().addAll(sorted);
          }
          one.set("asked", asked);
          form.put(id, one);
        });
    return form;
  }

  /// Deploys it.
  static Done deploy(JsonNode template, Map<String, String> given) {
    var resources = new Resources();
    network(resources);
    Map<String, JsonNode> values = new HashMap<>();
    given.forEach((name, value) -> values.put(name, TextNode.valueOf(value)));
    values.putIfAbsent("enrollmentToken", TextNode.valueOf(TOKEN));
    ObjectNode outputs =
        Deployment.run(
            resources,
            new Deployment.Place("99999999-0000-4000-8000-000000000000", Optional.empty(), "north"),
            template,
            values);
    return new Done(outputs, resources);
  }

  /// The network of the customer's.
  static void network(Resources resources) {
    there(resources, "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/net", "{}");
    there(resources, NETWORK, "{\"addressSpace\": {\"addressPrefixes\": [\"10.1.0.0/16\"]}}");
    there(
        resources,
        NETWORK + "/subnets/data",
        "{\"addressPrefix\": \"10.1.8.0/24\", \"natGateway\": {\"id\": \"/nat\"}}");
  }

  private static void there(Resources resources, String id, String properties) {
    ObjectNode body = JSON.createObjectNode();
    body.set("properties", read(properties));
    resources.give(id, "1", body);
  }
}
