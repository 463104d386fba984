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

/// Reads a base layer in AWS.
public final class AwsLayer {
  private static final String EGRESS = "aws_vpc_security_group_egress_rule";
  private static final String INGRESS = "aws_vpc_security_group_ingress_rule";

  private static final Map<String, Part> PARTS =
      Map.ofEntries(
          entry("aws_cloudwatch_log_group", Part.LOG),
          entry("aws_default_security_group", Part.WALL),
          entry("aws_ecr_repository", Part.REGISTRY),
          entry("aws_eip", Part.WAY_OUT),
          entry("aws_eks_access_entry", Part.ACCESS),
          entry("aws_eks_access_policy_association", Part.ACCESS),
          entry("aws_eks_addon", Part.ADDON),
          entry("aws_eks_cluster", Part.CLUSTER),
          entry("aws_eks_node_group", Part.POOL),
          entry("aws_eks_pod_identity_association", Part.RIGHT),
          entry("aws_iam_role", Part.IDENTITY),
          entry("aws_iam_role_policy", Part.RIGHT),
          entry("aws_iam_role_policy_attachment", Part.RIGHT),
          entry("aws_internet_gateway", Part.WAY_OUT),
          entry("aws_kms_alias", Part.KEY),
          entry("aws_kms_key", Part.KEY),
          entry("aws_launch_template", Part.POOL),
          entry("aws_nat_gateway", Part.WAY_OUT),
          entry("aws_route", Part.ROUTE),
          entry("aws_route_table", Part.ROUTE),
          entry("aws_route_table_association", Part.ROUTE),
          entry("aws_security_group", Part.WALL),
          entry("aws_subnet", Part.SUBNET),
          entry("aws_vpc", Part.NETWORK),
          entry("aws_vpc_endpoint", Part.SERVICE));

  private final Made made;

  /// Whose group an id is: a word of [Rule], or what the group is called.
  private final Map<String, String> groups = new HashMap<>();

  private AwsLayer(Made made) {
    this.made = made;
    for (Resource group : made.all("aws_security_group")) {
      String name = group.text("name");
      groups.put(
          group.text("id"),
          name.endsWith("-nodes")
              ? Rule.NODES
              : name.endsWith("-control")
                  ? Rule.API
                  : name.endsWith("-services") ? Rule.CLOUD : name);
    }
  }

  /// What was made, in the form of every cloud.
  ///
  /// @throws IllegalStateException when something is there that is no part of a base layer
  public static BaseLayer of(Made made) {
    var reading = new AwsLayer(made);
    return new BaseLayer(
        reading.things(),
        reading.rules(),
        reading.cluster(),
        reading.registry(),
        reading.runner(),
        made.outputs().keySet());
  }

  private List<Thing> things() {
    return Things.of(made, PARTS, Set.of(EGRESS, INGRESS), AwsLayer::name);
  }

  private static String name(Resource resource) {
    for (String word :
        List.of("tags/Name", "name", "name_prefix", "node_group_name", "addon_name")) {
      if (!resource.text(word).isEmpty()) {
        return resource.text(word);
      }
    }
    return "";
  }

  private Set<Rule> rules() {
    var rules = new HashSet<Rule>();
    made.all(EGRESS).forEach(rule -> rules.add(rule(Rule.Way.OUT, rule)));
    made.all(INGRESS).forEach(rule -> rules.add(rule(Rule.Way.IN, rule)));
    return rules;
  }

  private Rule rule(Rule.Way way, Resource rule) {
    String protocol = rule.text("ip_protocol");
    return new Rule(
        way,
        groups.getOrDefault(rule.text("security_group_id"), "another group"),
        peer(rule),
        protocol.equals("-1") ? "any" : protocol,
        rule.at("from_port").asInt(Rule.ALL),
        rule.at("to_port").asInt(Rule.ALL));
  }

  private String peer(Resource rule) {
    for (String word : List.of("cidr_ipv4", "cidr_ipv6")) {
      if (!rule.text(word).isEmpty()) {
        return rule.text(word);
      }
    }
    if (!rule.text("prefix_list_id").isEmpty()) {
      return Rule.STORAGE;
    }
    return groups.getOrDefault(rule.text("referenced_security_group_id"), "another group");
  }

  private BaseLayer.Cluster cluster() {
    Resource cluster = made.only("aws_eks_cluster");
    JsonNode network = cluster.at("vpc_config/0");
    boolean open = network.path("endpoint_public_access").asBoolean();
    return new BaseLayer.Cluster(
        cluster.text("name"),
        open ? Things.texts(network.path("public_access_cidrs")) : Set.of(),
        network.path("endpoint_private_access").asBoolean(),
        cluster.at("access_config/0/bootstrap_cluster_creator_admin_permissions").asBoolean(true),
        cluster
            .text("encryption_config/0/provider/0/key_arn")
            .equals(made.only("aws_kms_key").text("arn")),
        made.all("aws_subnet").stream()
            .anyMatch(subnet -> subnet.at("map_public_ip_on_launch").asBoolean()));
  }

  private BaseLayer.Registry registry() {
    Resource repository = made.only("aws_ecr_repository");
    return new BaseLayer.Registry(
        Things.output(made, "registry"),
        repository.text("image_tag_mutability").equals("IMMUTABLE"),
        repository.at("image_scanning_configuration/0/scan_on_push").asBoolean(),
        repository
            .text("encryption_configuration/0/kms_key")
            .equals(made.only("aws_kms_key").text("arn")));
  }

  private BaseLayer.Runner runner() {
    Resource association =
        made.all("aws_eks_pod_identity_association").stream()
            .filter(each -> !each.text("namespace").equals("kube-system"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("nobody is the runner"));
    return new BaseLayer.Runner(association.text("namespace"), association.text("service_account"));
  }
}
