package io.bowline.testkit.terraform;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.testkit.layer.BaseLayer;
import io.bowline.testkit.layer.Part;
import io.bowline.testkit.layer.Rule;
import io.bowline.testkit.layer.Thing;
import io.bowline.testkit.terraform.Made.Resource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads a base layer in Oracle's cloud.
public final class OracleLayer {
  private static final String RULE = "oci_core_network_security_group_security_rule";

  /// Protocols by their numbers, as Oracle has them.
  private static final Map<String, String> PROTOCOLS =
      Map.of("6", "tcp", "17", "udp", "1", "icmp", "all", "any");

  private static final Pattern RUNNER =
      Pattern.compile(
          ".*request\\.principal\\.namespace = '([^']+)'.*"
              + "request\\.principal\\.service_account = '([^']+)'.*");

  private static final Map<String, Part> PARTS =
      Map.ofEntries(
          entry("oci_artifacts_container_repository", Part.REGISTRY),
          entry("oci_containerengine_cluster", Part.CLUSTER),
          entry("oci_containerengine_node_pool", Part.POOL),
          entry("oci_core_default_security_list", Part.WALL),
          entry("oci_core_internet_gateway", Part.ROUTE),
          entry("oci_core_nat_gateway", Part.WAY_OUT),
          entry("oci_core_network_security_group", Part.WALL),
          entry("oci_core_route_table", Part.ROUTE),
          entry("oci_core_service_gateway", Part.SERVICE),
          entry("oci_core_subnet", Part.SUBNET),
          entry("oci_core_vcn", Part.NETWORK),
          entry("oci_identity_policy", Part.IDENTITY),
          entry("oci_kms_key", Part.KEY),
          entry("oci_kms_vault", Part.KEY),
          entry("oci_vulnerability_scanning_container_scan_recipe", Part.REGISTRY),
          entry("oci_vulnerability_scanning_container_scan_target", Part.REGISTRY));

  private final Made made;

  /// Whose group an id is: a word of [Rule], or what the group is called.
  private final Map<String, String> groups = new HashMap<>();

  private OracleLayer(Made made) {
    this.made = made;
    for (Resource group : made.all("oci_core_network_security_group")) {
      String name = group.text("display_name");
      groups.put(
          group.text("id"),
          name.endsWith("-nodes") ? Rule.NODES : name.endsWith("-control") ? Rule.API : name);
    }
  }

  /// What was made, in the form of every cloud.
  ///
  /// @throws IllegalStateException when something is there that is no part of a base layer
  public static BaseLayer of(Made made) {
    var reading = new OracleLayer(made);
    return new BaseLayer(
        reading.things(),
        reading.rules(),
        reading.cluster(),
        reading.registry(),
        reading.runner(),
        made.outputs().keySet());
  }

  private List<Thing> things() {
    return Things.of(made, PARTS, Set.of(RULE), OracleLayer::name);
  }

  private static String name(Resource resource) {
    String shown = resource.text("display_name");
    return shown.isEmpty() ? resource.text("name") : shown;
  }

  /// The rules of groups, and of the list that every network is born with: that is everybody's.
  private Set<Rule> rules() {
    var rules = new HashSet<Rule>();
    made.all(RULE).forEach(rule -> rules.add(rule(rule)));
    for (Resource list : made.all("oci_core_default_security_list")) {
      list.at("egress_security_rules")
          .forEach(rule -> rules.add(everybody(Rule.Way.OUT, rule.path("destination").asText())));
      list.at("ingress_security_rules")
          .forEach(rule -> rules.add(everybody(Rule.Way.IN, rule.path("source").asText())));
    }
    return rules;
  }

  private static Rule everybody(Rule.Way way, String peer) {
    return new Rule(way, "everybody in the network", peer, "any", Rule.ALL, Rule.ALL);
  }

  private Rule rule(Resource rule) {
    boolean out = rule.text("direction").equals("EGRESS");
    String protocol = PROTOCOLS.getOrDefault(rule.text("protocol"), rule.text("protocol"));
    JsonNode ports = rule.at(protocol + "_options/0/destination_port_range/0");
    return new Rule(
        out ? Rule.Way.OUT : Rule.Way.IN,
        groups.getOrDefault(rule.text("network_security_group_id"), "another group"),
        out
            ? peer(rule.text("destination_type"), rule.text("destination"))
            : peer(rule.text("source_type"), rule.text("source")),
        protocol,
        ports.path("min").asInt(Rule.ALL),
        ports.path("max").asInt(Rule.ALL));
  }

  private String peer(String kind, String side) {
    return switch (kind) {
      case "SERVICE_CIDR_BLOCK" -> Rule.CLOUD;
      case "NETWORK_SECURITY_GROUP" -> groups.getOrDefault(side, "another group");
      default -> side;
    };
  }

  private BaseLayer.Cluster cluster() {
    Resource cluster = made.only("oci_containerengine_cluster");
    boolean open = cluster.at("endpoint_config/0/is_public_ip_enabled").asBoolean();
    return new BaseLayer.Cluster(
        cluster.text("name"),
        open
            ? rules().stream()
                .filter(rule -> rule.way() == Rule.Way.IN && rule.of().equals(Rule.API))
                .filter(Rule::ofRange)
                .map(Rule::peer)
                .collect(Collectors.toSet())
            : Set.of(),
        !cluster.text("endpoint_config/0/subnet_id").isEmpty(),
        true, // who may manage clusters rules in them; Oracle has no switch for that
        cluster.text("kms_key_id").equals(made.only("oci_kms_key").text("id")),
        made.all("oci_core_subnet").stream()
            .filter(subnet -> subnet.text("display_name").endsWith("-nodes"))
            .anyMatch(subnet -> !subnet.at("prohibit_public_ip_on_vnic").asBoolean()));
  }

  private BaseLayer.Registry registry() {
    Resource repository = made.only("oci_artifacts_container_repository");
    return new BaseLayer.Registry(
        Things.output(made, "registry"),
        repository.at("is_immutable").asBoolean() && !repository.at("is_public").asBoolean(true),
        Things.texts(
                made.only("oci_vulnerability_scanning_container_scan_target")
                    .at("target_registry/0/repositories"))
            .contains(repository.text("display_name")),
        false);
  }

  private BaseLayer.Runner runner() {
    List<Matcher> allowed =
        made.all("oci_identity_policy").stream()
            .flatMap(policy -> Things.texts(policy.at("statements")).stream())
            .map(RUNNER::matcher)
            .filter(Matcher::matches)
            .toList();
    if (allowed.size() != 1) {
      throw new IllegalStateException(allowed.size() + " statements for a workload, not one");
    }
    return new BaseLayer.Runner(allowed.getFirst().group(1), allowed.getFirst().group(2));
  }
}
