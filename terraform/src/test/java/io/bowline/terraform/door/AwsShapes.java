package io.bowline.terraform.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bowline.terraform.door.AwsKinds.Kind;
import io.bowline.testkit.terraform.Made;
import io.bowline.testkit.terraform.Made.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A base layer in AWS as lines, read out of what Terraform made, or out of a template.
final class AwsShapes {
  /// What CloudFormation wants besides: it looks up what Terraform's provider looks up, it puts the
  /// runner there, and what has no name waits for what has none.
  static final Set<String> STACKS_OWN =
      Set.of(
          "Look",
          "LookFunction",
          "LookLog",
          "LookRole",
          "NetworkReady",
          "Runner",
          "StarterFunction",
          "StarterLog",
          "StarterRole");

  /// What CloudFormation cannot do: empty the group that every network is born with, and check what
  /// it is given.
  static final Set<String> TERRAFORMS_OWN = Set.of("aws_default_security_group", "terraform_data");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<Kind> KINDS = AwsKinds.all();
  private static final Pattern COMPUTED =
      Pattern.compile("(aws_[a-z_0-9]+)\\.[a-z_0-9]+\\.([0-9a-f]{8})");
  private static final Pattern REFERRED = Pattern.compile("@([A-Za-z0-9]+)");
  private static final Pattern ROLE = Pattern.compile("arn:aws:iam::[0-9]{12}:role/");
  private static final Pattern RULE = Pattern.compile("AWS::EC2::SecurityGroup(In|E)gress");
  private static final String NOTHING_LEAVES = "127.0.0.1/32";

  private AwsShapes() {}

  /// Out of what Terraform made.
  static SortedSet<String> of(Made made) {
    var names = new HashMap<String, String>();
    made.resources().forEach(each -> names.put(mark(each), name(each.values())));
    var shape =
        new Shape(text -> {
          String known =
              COMPUTED
                  .matcher(text)
                  .replaceAll(found -> names.getOrDefault(found.group(2), "nobody"));
          return ROLE.matcher(known).replaceAll("");
        });
    made.resources().stream()
        .filter(each -> !TERRAFORMS_OWN.contains(each.type()))
        .map(AwsShapes::chosen)
        .forEach(each -> terraform(shape, each));
    return shape.lines();
  }

  /// By what the provider's stand-in tells resources apart.
  private static String mark(Resource made) {
    Matcher own = COMPUTED.matcher(made.values().toString());
    while (own.find()) {
      if (own.group(1).equals(made.type())) {
        return own.group(2);
      }
    }
    return "";
  }

  /// Without what the cloud would have chosen.
  private static Resource chosen(Resource made) {
    String mark = mark(made);
    ObjectNode kept = JSON.objectNode();
    made.values()
        .properties()
        .forEach(each -> {
          JsonNode first = each.getValue().isArray() ? each.getValue().path(0) : each.getValue();
          Matcher own = COMPUTED.matcher(first.asText());
          if (!own.matches() || !own.group(2).equals(mark)) {
            kept.set(each.getKey(), each.getValue());
          }
        });
    return new Resource(made.address(), made.type(), kept);
  }

  private static void terraform(Shape shape, Resource made) {
    JsonNode values = made.values();
    for (Kind kind : KINDS) {
      if (kind.terraform().equals(made.type())) {
        Shape.Line line = shape.line(kind.word() + " " + name(values));
        kind.same().forEach(same -> line.with(same.label(), made.at(same.terraform())));
        line.with("tags", values.path("tags"));
        if (kind.word().equals("cluster")) {
          line.with("logs", values.path("enabled_cluster_log_types"));
        }
        line.done();
        launched(shape, values);
        return;
      }
    }
    ofItsOwn(shape, made);
  }

  private static void launched(Shape shape, JsonNode values) {
    for (JsonNode each : values.path("tag_specifications")) {
      shape
          .line("launched")
          .with("what", each.path("resource_type"))
          .with("tags", each.path("tags"))
          .done();
    }
  }

  /// What is a part of something in CloudFormation.
  private static void ofItsOwn(Shape shape, Resource made) {
    JsonNode values = made.values();
    switch (made.type()) {
      case "aws_internet_gateway" -> {
        shape.line("gateway " + name(values)).with("tags", values.path("tags")).done();
        shape
            .line("attached")
            .with("gateway", TextNode.valueOf(name(values)))
            .with("network", values.path("vpc_id"))
            .done();
      }
      case "aws_iam_role_policy" ->
          shape
              .line("right")
              .with("role", values.path("role"))
              .with("name", values.path("name"))
              .with("document", values.path("policy"))
              .done();
      case "aws_iam_role_policy_attachment" ->
          shape
              .line("managed right")
              .with("role", values.path("role"))
              .with("policy", values.path("policy_arn"))
              .done();
      case "aws_eks_access_policy_association" ->
          shape
              .line("access")
              .with("who", values.path("principal_arn"))
              .with("what", values.path("policy_arn"))
              .with("where", made.at("access_scope/0/type"))
              .done();
      case "aws_vpc_security_group_ingress_rule" -> rule(shape, "in", values);
      case "aws_vpc_security_group_egress_rule" -> rule(shape, "out", values);
      default -> shape.line("unknown " + made.address()).done();
    }
  }

  private static void rule(Shape shape, String way, JsonNode values) {
    shape
        .line("rule " + way)
        .with("of", values.path("security_group_id"))
        .with("group", values.path("referenced_security_group_id"))
        .with("range", values.path("cidr_ipv4"))
        .with("list", values.path("prefix_list_id"))
        .with("protocol", values.path("ip_protocol"))
        .with("from", values.path("from_port"))
        .with("to", values.path("to_port"))
        .with("says", values.path("description"))
        .done();
  }

  /// Out of the resources of a template.
  static SortedSet<String> of(Map<String, JsonNode> resources) {
    var names = new HashMap<String, String>();
    resources.forEach((logical, each) -> names.put(logical, name(each.path("Properties"))));
    // what it looks up is the list of addresses that the endpoint is for
    names.put("Look", Objects.requireNonNullElse(names.get("S3Endpoint"), ""));
    var shape =
        new Shape(text ->
            REFERRED
                .matcher(text)
                .replaceAll(found -> names.getOrDefault(found.group(1), "nobody")));
    resources.forEach((logical, each) -> {
      if (!STACKS_OWN.contains(logical)) {
        stack(shape, logical, each.path("Type").asText(), each.path("Properties"));
      }
    });
    return shape.lines();
  }

  private static void stack(Shape shape, String logical, String type, JsonNode given) {
    if (RULE.matcher(type).matches()) {
      stackRule(shape, type, given);
      return;
    }
    for (Kind kind : KINDS) {
      if (kind.stack().equals(type)) {
        Shape.Line line = shape.line(kind.word() + " " + name(given));
        kind.same().forEach(same -> line.with(same.label(), given.at("/" + same.stack())));
        line.with("tags", tags(given));
        if (kind.word().equals("cluster")) {
          line.with("logs", types(given.at("/Logging/ClusterLogging/EnabledTypes")));
        }
        line.done();
        besides(shape, logical, given);
        return;
      }
    }
    switch (type) {
      case "AWS::EC2::InternetGateway" ->
          shape.line("gateway " + name(given)).with("tags", tags(given)).done();
      case "AWS::EC2::VPCGatewayAttachment" ->
          shape
              .line("attached")
              .with("gateway", given.path("InternetGatewayId"))
              .with("network", given.path("VpcId"))
              .done();
      default -> shape.line("unknown " + logical).done();
    }
  }

  /// What Terraform makes a resource of its own of.
  private static void besides(Shape shape, String logical, JsonNode given) {
    for (JsonNode each : given.at("/LaunchTemplateData/TagSpecifications")) {
      shape
          .line("launched")
          .with("what", each.path("ResourceType"))
          .with("tags", tags(each))
          .done();
    }
    for (JsonNode each : given.path("Policies")) {
      shape
          .line("right")
          .with("role", TextNode.valueOf("@" + logical))
          .with("name", each.path("PolicyName"))
          .with("document", each.path("PolicyDocument"))
          .done();
    }
    for (JsonNode each : given.path("ManagedPolicyArns")) {
      shape
          .line("managed right")
          .with("role", TextNode.valueOf("@" + logical))
          .with("policy", each)
          .done();
    }
    for (JsonNode each : given.path("AccessPolicies")) {
      shape
          .line("access")
          .with("who", given.path("PrincipalArn"))
          .with("what", each.path("PolicyArn"))
          .with("where", each.at("/AccessScope/Type"))
          .done();
    }
    for (JsonNode each : given.path("SecurityGroupEgress")) {
      if (!each.path("CidrIp").asText().equals(NOTHING_LEAVES)
          || !each.path("IpProtocol").asText().equals("-1")) {
        shape.line("rule inside a group").with("of", each).done();
      }
    }
  }

  private static void stackRule(Shape shape, String type, JsonNode given) {
    boolean in = type.endsWith("Ingress");
    shape
        .line("rule " + (in ? "in" : "out"))
        .with("of", given.path("GroupId"))
        .with("group", given.path(in ? "SourceSecurityGroupId" : "DestinationSecurityGroupId"))
        .with("range", given.path("CidrIp"))
        .with("list", given.path("DestinationPrefixListId"))
        .with("protocol", given.path("IpProtocol"))
        .with("from", given.path("FromPort"))
        .with("to", given.path("ToPort"))
        .with("says", given.path("Description"))
        .done();
  }

  private static JsonNode types(JsonNode listed) {
    var all = JSON.arrayNode();
    listed.forEach(each -> all.add(each.path("Type")));
    return all;
  }

  private static JsonNode tags(JsonNode given) {
    JsonNode tags = given.path("Tags");
    if (tags.isMissingNode()) {
      tags = given.at("/TagSpecifications/0/Tags");
    }
    if (!tags.isArray()) {
      return tags;
    }
    ObjectNode map = JSON.objectNode();
    tags.forEach(each -> map.set(each.path("Key").asText(), each.path("Value")));
    return map;
  }

  private static String name(JsonNode values) {
    for (String word :
        List.of(
            "name",
            "RoleName",
            "GroupName",
            "Name",
            "LogGroupName",
            "RepositoryName",
            "LaunchTemplateName",
            "AliasName")) {
      if (values.hasNonNull(word)) {
        return values.path(word).asText();
      }
    }
    JsonNode tag = values.has("tags") ? values.at("/tags/Name") : tags(values).path("Name");
    return tag.asText();
  }
}
