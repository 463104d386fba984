package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bowline.installer.Egress;
import io.bowline.installer.Ingress;
import io.bowline.installer.Parameters;
import io.bowline.installer.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who may reach whom: each rule a resource of its own, with a sentence.
final class AwsRules {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String IN = "Ingress";
  private static final String OUT = "Egress";
  private static final String ALWAYS = "";

  private final List<AwsPart> rules = new ArrayList<>();

  private AwsRules() {}

  static List<AwsPart> of(Vendor vendor) {
    var made = new AwsRules();
    made.inside();
    made.fromTunnel();
    made.out(vendor);
    made.declared();
    return List.copyOf(made.rules);
  }

  private void inside() {
    rule("ApiFromNodes", IN, "ControlGroup", ALWAYS)
        .group("NodesGroup")
        .tcp(443)
        .says("Nodes ask the Kubernetes API");
    Map<String, Integer> ports = new TreeMap<>();
    ports.put("kubelet", 10250);
    ports.put("webhooks", 443);
    ports.put("operators", 9443);
    ports.forEach((what, port) -> {
      String name = Character.toUpperCase(what.charAt(0)) + what.substring(1);
      String sentence = "The Kubernetes API reaches nodes: " + what;
      rule("ApiTo" + name, OUT, "ControlGroup", ALWAYS)
          .group("NodesGroup")
          .tcp(port)
          .says(sentence);
      rule(name + "FromApi", IN, "NodesGroup", ALWAYS)
          .group("ControlGroup")
          .tcp(port)
          .says(sentence);
    });
    for (String way : List.of(IN, OUT)) {
      rule("Nodes" + way, way, "NodesGroup", ALWAYS)
          .group("NodesGroup")
          .everything()
          .says("Pods of all nodes speak to each other");
    }
    rule("NodesToApi", OUT, "NodesGroup", ALWAYS)
        .group("ControlGroup")
        .tcp(443)
        .says("The Kubernetes API");
    rule("ServicesFromNodes", IN, "ServicesGroup", "OwnNetwork")
        .group("NodesGroup")
        .tcp(443)
        .says("Nodes ask AWS services");
    rule("NodesToServices", OUT, "NodesGroup", "OwnNetwork")
        .group("ServicesGroup")
        .tcp(443)
        .says("AWS services inside the network");
  }

  private void fromTunnel() {
    for (Ingress each : Ingress.TUNNEL) {
      rule("FromTunnel" + each.port(), IN, "NodesGroup", "Tunnelled")
          .range(JSON.objectNode().put("Ref", "TunnelCidr"))
          .tcp(each.port())
          .says(each.sentence());
    }
  }

  /// One rule for each place of the list; those that are empty are not made.
  private void declared() {
    for (int at = 0; at < Parameters.TARGETS; at++) {
      rule("Declared" + at, OUT, "NodesGroup", AwsTargets.condition(at))
          .range(AwsTargets.range(at))
          .to("IpProtocol", TextNode.valueOf("tcp"))
          .to("FromPort", AwsTargets.port(at))
          .to("ToPort", AwsTargets.port(at))
          .says(Egress.DECLARED);
    }
  }

  private void out(Vendor vendor) {
    int number = 0;
    for (Egress each : Egress.of(vendor)) {
      rule("Out" + number++, OUT, "NodesGroup", ALWAYS)
          .range(TextNode.valueOf(each.cidr()))
          .port(each.protocol().word(), each.port())
          .says(each.what());
    }
    for (String protocol : List.of("tcp", "udp")) {
      rule("Dns" + (protocol.equals("tcp") ? "Tcp" : "Udp"), OUT, "NodesGroup", ALWAYS)
          .range(network())
          .port(protocol, 53)
          .says("DNS inside the network");
    }
    // in a network of the customer's the services' endpoints are theirs; they are somewhere in it
    rule("NodesToServicesOfYours", OUT, "NodesGroup", "NetworkOfYours")
        .range(JSON.objectNode().put("Ref", "VpcCidr"))
        .tcp(443)
        .says("AWS services inside the network");
    ObjectNode list = JSON.objectNode();
    list.putArray("Fn::GetAtt").add("Look").add("S3");
    rule("NodesToS3", OUT, "NodesGroup", ALWAYS)
        .to("DestinationPrefixListId", list)
        .tcp(443)
        .says("S3 inside the network: image layers lie there");
  }

  private static ObjectNode network() {
    ObjectNode either = JSON.objectNode();
    either
        .putArray("Fn::If")
        .add("OwnNetwork")
        .add(JSON.objectNode().put("Fn::Sub", "${VpcAddress}/${VpcPrefix}"))
        .add(JSON.objectNode().put("Ref", "VpcCidr"));
    return either;
  }

  private Rule rule(String logical, String way, String group, String condition) {
    ObjectNode body = JSON.objectNode();
    if (!condition.isEmpty()) {
      body.put("Condition", condition);
    }
    body.put("Type", "AWS::EC2::SecurityGroup" + way);
    ObjectNode given = body.putObject("Properties");
    given.putObject("GroupId").putArray("Fn::GetAtt").add(group).add("GroupId");
    String step =
        way.equals(IN)
            ? "Security groups, Inbound rules, Edit, Add rule."
            : "Security groups, Outbound rules, Edit, Add rule.";
    rules.add(new AwsPart(logical, "rules", step, "", body));
    return new Rule(given, way);
  }

  /// A rule that is being written.
  private record Rule(ObjectNode given, String way) {
    Rule group(String other) {
      given
          .putObject(way.equals(IN) ? "SourceSecurityGroupId" : "DestinationSecurityGroupId")
          .putArray("Fn::GetAtt")
          .add(other)
          .add("GroupId");
      return this;
    }

    Rule range(JsonNode cidr) {
      return to("CidrIp", cidr);
    }

    Rule to(String key, JsonNode value) {
      given.set(key, value);
      return this;
    }

    Rule tcp(int port) {
      return port("tcp", port);
    }

    Rule port(String protocol, int port) {
      given.put("IpProtocol", protocol).put("FromPort", port).put("ToPort", port);
      return this;
    }

    Rule everything() {
      given.put("IpProtocol", "-1");
      return this;
    }

    void says(String sentence) {
      given.put("Description", sentence);
    }
  }
}
