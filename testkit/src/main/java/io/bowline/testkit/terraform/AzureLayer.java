package io.bowline.testkit.terraform;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.testkit.layer.BaseLayer;
import io.bowline.testkit.layer.Part;
import io.bowline.testkit.layer.Rule;
import io.bowline.testkit.layer.Thing;
import io.bowline.testkit.terraform.Made.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads a base layer in Azure. Its key is Azure's.
public final class AzureLayer {
  private static final String GROUP = "Microsoft.Resources/resourceGroups";
  private static final String NETWORK = "Microsoft.Network/virtualNetworks";
  private static final String WALL = "Microsoft.Network/networkSecurityGroups";
  private static final String ADDRESS = "Microsoft.Network/publicIPAddresses";
  private static final String CLUSTER = "Microsoft.ContainerService/managedClusters";
  private static final String REGISTRY = "Microsoft.ContainerRegistry/registries";
  private static final String IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities";
  private static final String ACCOUNT = IDENTITY + "/federatedIdentityCredentials";
  private static final String ASSIGNMENT = "Microsoft.Authorization/roleAssignments";

  private static final Map<String, Part> PARTS =
      Map.ofEntries(
          entry(GROUP, Part.PLACE),
          entry(NETWORK, Part.NETWORK),
          entry(WALL, Part.WALL),
          entry(ADDRESS, Part.WAY_OUT),
          entry("Microsoft.Network/natGateways", Part.WAY_OUT),
          entry(CLUSTER, Part.CLUSTER),
          entry(REGISTRY, Part.REGISTRY),
          entry(IDENTITY, Part.IDENTITY),
          entry(ACCOUNT, Part.RIGHT),
          entry(ASSIGNMENT, Part.RIGHT));

  private final Made made;

  private AzureLayer(Made made) {
    this.made = made;
  }

  /// What was made, in the form of every cloud.
  ///
  /// @throws IllegalStateException when something is there that is no part of a base layer
  public static BaseLayer of(Made made) {
    var reading = new AzureLayer(made);
    return new BaseLayer(
        reading.things(),
        reading.rules(),
        reading.cluster(),
        new BaseLayer.Registry(Things.output(made, "registry"), false, false, false),
        reading.runner(),
        made.outputs().keySet());
  }

  /// The kind of a resource, as Azure calls it.
  public static String kind(Resource resource) {
    return resource.text("type").replaceFirst("@.*", "");
  }

  private List<Resource> all(String kind) {
    return made.resources().stream().filter(each -> kind(each).equals(kind)).toList();
  }

  private Resource only(String kind) {
    List<Resource> all = all(kind);
    if (all.size() != 1) {
      throw new IllegalStateException(all.size() + " of " + kind + ", not one");
    }
    return all.getFirst();
  }

  private List<Thing> things() {
    var things = new ArrayList<Thing>();
    for (Resource each : made.resources()) {
      if (each.type().equals("terraform_data")) {
        continue;
      }
      Part part = PARTS.get(kind(each));
      if (part == null) {
        throw new IllegalStateException(
            each.address() + " is no part of a base layer; another kind is another promise");
      }
      String name = each.text("name");
      switch (kind(each)) {
        // its name has to be everybody's; what is in it is called after the install
        case REGISTRY -> things.add(new Thing(part, Things.output(made, "registry")));
        case ASSIGNMENT ->
            things.add(
                new Thing(each.address().contains(".installer[") ? Part.ACCESS : part, name));
        default -> things.add(new Thing(part, name));
      }
      each.at("body/properties/subnets")
          .forEach(subnet ->
              things.add(new Thing(Part.SUBNET, name + "/" + subnet.path("name").asText())));
      each.at("body/properties/agentPoolProfiles")
          .forEach(pool -> things.add(new Thing(Part.POOL, pool.path("name").asText())));
    }
    return things;
  }

  private Set<Rule> rules() {
    var rules = new HashSet<Rule>();
    for (JsonNode each : only(WALL).at("body/properties/securityRules")) {
      JsonNode rule = each.path("properties");
      if (rule.path("access").asText().equals("Allow")) {
        rules.addAll(rules(rule));
      }
    }
    return rules;
  }

  private static Set<Rule> rules(JsonNode rule) {
    boolean out = rule.path("direction").asText().equals("Outbound");
    Set<String> from = several(rule, "sourceAddressPrefix");
    Set<String> to = several(rule, "destinationAddressPrefix");
    String protocol = rule.path("protocol").asText().toLowerCase(Locale.ROOT);
    var rules = new HashSet<Rule>();
    for (String address : out ? to : from) {
      // the same on both sides are those inside
      String peer = from.equals(to) ? Rule.NODES : tag(address) ? Rule.CLOUD : address;
      for (String port : several(rule, "destinationPortRange")) {
        int number = port.equals("*") ? Rule.ALL : Integer.parseInt(port);
        rules.add(
            new Rule(
                out ? Rule.Way.OUT : Rule.Way.IN,
                Rule.NODES,
                peer,
                protocol.equals("*") ? "any" : protocol,
                number,
                number));
      }
    }
    return rules;
  }

  /// Whether an address is a word of Azure's for one of its services.
  private static boolean tag(String address) {
    return Character.isUpperCase(address.charAt(0));
  }

  /// One text, or several: Azure has a field for each.
  private static Set<String> several(JsonNode rule, String field) {
    return rule.has(field)
        ? Set.of(rule.path(field).asText())
        : Things.texts(rule.path(field.endsWith("Prefix") ? field + "es" : field + "s"));
  }

  private BaseLayer.Cluster cluster() {
    Resource cluster = only(CLUSTER);
    JsonNode properties = cluster.at("body/properties");
    Set<String> from =
        new HashSet<>(Things.texts(properties.at("/apiServerAccessProfile/authorizedIPRanges")));
    // the nodes' own way out
    all(ADDRESS).forEach(each -> from.remove(each.text("output/properties/ipAddress") + "/32"));
    return new BaseLayer.Cluster(
        cluster.text("name"),
        from,
        properties.at("/apiServerAccessProfile/enablePrivateCluster").asBoolean(),
        !properties.path("disableLocalAccounts").asBoolean()
            || !properties.at("/aadProfile/enableAzureRBAC").asBoolean()
            || !properties.at("/apiServerAccessProfile/disableRunCommand").asBoolean(),
        false,
        properties.at("/agentPoolProfiles/0/enableNodePublicIP").asBoolean());
  }

  private BaseLayer.Runner runner() {
    String[] subject = only(ACCOUNT).text("body/properties/subject").split(":", -1);
    return new BaseLayer.Runner(subject[2], subject[3]);
  }
}
