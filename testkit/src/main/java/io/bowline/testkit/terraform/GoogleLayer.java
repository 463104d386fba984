package io.bowline.testkit.terraform;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.testkit.layer.BaseLayer;
import io.bowline.testkit.layer.Part;
import io.bowline.testkit.layer.Rule;
import io.bowline.testkit.layer.Thing;
import io.bowline.testkit.terraform.Made.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a base layer in Google Cloud.
public final class GoogleLayer {
  private static final String RULE = "google_compute_firewall";
  private static final String EVERYBODY = "0.0.0.0/0";

  /// The two ranges by which Google's services are reached from inside.
  private static final Set<String> SERVICES = Set.of("199.36.153.8/30", "199.36.153.4/30");

  private static final Pattern SUBJECT = Pattern.compile(".*\\[([^/]+)/([^]]+)]");

  private static final Map<String, Part> PARTS =
      Map.ofEntries(
          entry("google_artifact_registry_repository", Part.REGISTRY),
          entry("google_artifact_registry_repository_iam_member", Part.RIGHT),
          entry("google_compute_address", Part.WAY_OUT),
          entry("google_compute_network", Part.NETWORK),
          entry("google_compute_router", Part.WAY_OUT),
          entry("google_compute_router_nat", Part.WAY_OUT),
          entry("google_compute_subnetwork", Part.SUBNET),
          entry("google_container_cluster", Part.CLUSTER),
          entry("google_container_node_pool", Part.POOL),
          entry("google_dns_managed_zone", Part.SERVICE),
          entry("google_dns_record_set", Part.SERVICE),
          entry("google_kms_crypto_key", Part.KEY),
          entry("google_kms_crypto_key_iam_member", Part.RIGHT),
          entry("google_kms_key_ring", Part.KEY),
          entry("google_project_iam_member", Part.RIGHT),
          entry("google_service_account", Part.IDENTITY),
          entry("google_service_account_iam_member", Part.RIGHT));

  private final Made made;

  /// The account of nodes, which rules are for.
  private final String nodes;

  private GoogleLayer(Made made) {
    this.made = made;
    this.nodes = Things.output(made, "node_service_account");
  }

  /// What was made, in the form of every cloud.
  ///
  /// @throws IllegalStateException when something is there that is no part of a base layer
  public static BaseLayer of(Made made) {
    var reading = new GoogleLayer(made);
    return new BaseLayer(
        reading.things(),
        reading.rules(),
        reading.cluster(),
        reading.registry(),
        reading.runner(),
        made.outputs().keySet());
  }

  private List<Thing> things() {
    return Things.of(made, PARTS, Set.of(RULE), GoogleLayer::name);
  }

  private static String name(Resource resource) {
    return switch (resource.type()) {
      case "google_dns_record_set" -> resource.text("managed_zone");
      case "google_artifact_registry_repository" -> resource.text("repository_id");
      case "google_service_account" -> resource.text("account_id");
      default -> resource.text("name");
    };
  }

  /// What may pass. Google lets everything out, and the customer's rules may let things in, where
  /// no rule of ours says no to the rest.
  private Set<Rule> rules() {
    var rules = new HashSet<Rule>();
    for (Rule.Way way : Rule.Way.values()) {
      List<Resource> ours =
          made.all(RULE).stream()
              .filter(
                  rule -> rule.text("direction").equals(way == Rule.Way.OUT ? "EGRESS" : "INGRESS"))
              .toList();
      int no =
          ours.stream()
              .filter(rule -> rule.at("deny/0/protocol").asText().equals("all"))
              .filter(rule -> Things.texts(ranges(rule)).contains(EVERYBODY))
              .filter(rule -> of(rule).equals(Rule.NODES))
              .mapToInt(rule -> rule.at("priority").asInt())
              .min()
              .orElse(0);
      if (no == 0) {
        rules.add(new Rule(way, Rule.NODES, EVERYBODY, "any", Rule.ALL, Rule.ALL));
      }
      ours.stream()
          .filter(rule -> no == 0 || rule.at("priority").asInt() < no)
          .forEach(rule -> add(rules, way, rule));
    }
    return rules;
  }

  private void add(Set<Rule> rules, Rule.Way way, Resource rule) {
    for (JsonNode allow : rule.at("allow")) {
      String protocol = allow.path("protocol").asText();
      for (String range : Things.texts(ranges(rule))) {
        String peer = SERVICES.contains(range) ? Rule.CLOUD : range;
        if (allow.path("ports").isEmpty()) {
          String any = protocol.equals("all") ? "any" : protocol;
          rules.add(new Rule(way, of(rule), peer, any, Rule.ALL, Rule.ALL));
        }
        for (JsonNode port : allow.path("ports")) {
          String[] ends = port.asText().split("-", 2);
          rules.add(
              new Rule(
                  way,
                  of(rule),
                  peer,
                  protocol,
                  Integer.parseInt(ends[0]),
                  Integer.parseInt(ends[ends.length - 1])));
        }
      }
    }
  }

  private static JsonNode ranges(Resource rule) {
    return rule.at(
        rule.text("direction").equals("EGRESS") ? "destination_ranges" : "source_ranges");
  }

  private String of(Resource rule) {
    return Things.texts(rule.at("target_service_accounts")).equals(Set.of(nodes))
        ? Rule.NODES
        : "everybody in the network";
  }

  private BaseLayer.Cluster cluster() {
    Resource cluster = made.only("google_container_cluster");
    boolean hidden = cluster.at("private_cluster_config/0/enable_private_endpoint").asBoolean();
    JsonNode named = cluster.at("master_authorized_networks_config/0");
    return new BaseLayer.Cluster(
        cluster.text("name"),
        hidden
            ? Set.of()
            : named.isMissingNode()
                ? Set.of(EVERYBODY)
                : Things.texts(named.path("cidr_blocks"), "cidr_block"),
        !cluster.text("private_cluster_config/0/private_endpoint_subnetwork").isEmpty(),
        cluster.at("enable_legacy_abac").asBoolean()
            || cluster
                .at("master_auth/0/client_certificate_config/0/issue_client_certificate")
                .asBoolean(true),
        cluster
            .text("database_encryption/0/key_name")
            .equals(made.only("google_kms_crypto_key").text("id")),
        !cluster.at("private_cluster_config/0/enable_private_nodes").asBoolean()
            || made.all("google_container_node_pool").stream()
                .anyMatch(pool -> !pool.at("network_config/0/enable_private_nodes").asBoolean()));
  }

  private BaseLayer.Registry registry() {
    Resource repository = made.only("google_artifact_registry_repository");
    return new BaseLayer.Registry(
        Things.output(made, "registry"),
        repository.at("docker_config/0/immutable_tags").asBoolean(),
        repository.text("vulnerability_scanning_config/0/enablement_config").equals("INHERITED"),
        repository.text("kms_key_name").equals(made.only("google_kms_crypto_key").text("id")));
  }

  private BaseLayer.Runner runner() {
    Resource taken = made.only("google_service_account_iam_member");
    Matcher subject = SUBJECT.matcher(taken.text("member"));
    if (!subject.matches()) {
      throw new IllegalStateException("who is " + taken.text("member"));
    }
    return new BaseLayer.Runner(subject.group(1), subject.group(2));
  }
}
