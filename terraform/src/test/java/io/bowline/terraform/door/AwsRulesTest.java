package io.bowline.terraform.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.Choices;
import io.bowline.installer.Door;
import io.bowline.installer.Parameters;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import io.bowline.testkit.stack.GuideReading;
import io.bowline.testkit.stack.StackReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Who may reach whom in AWS, read out of what the doors render: five groups of what may leave (the
/// control plane, DNS, AWS's own services, the tunnel, pods among themselves) and what was
/// declared; and what comes in: by the tunnel on two ports, and nothing else.
class AwsRulesTest {
  private static final Vendor VENDOR =
      new Vendor(
          List.of("203.0.113.0/28", "198.51.100.7/32"),
          Optional.of(new Vendor.Tunnel("203.0.113.16/32", 51820)),
          new Vendor.RunnerKit("image", "{\"keys\":[]}", "mode: signed\n", "{}"),
          Optional.empty());
  private static final Site SITE =
      new Site(
          "acme-prod",
          "74a6a81e-3f28-44e7-8e94-39f2e222b71d",
          "123456789012",
          "eu-central-1",
          "external");
  private static final Map<String, String> YOURS =
      Map.of(
          "VpcId", "vpc-0a1b2c3d",
          "SubnetIds", "subnet-0aaaaaaa,subnet-0bbbbbbb",
          "VpcCidr", "10.1.0.0/16");

  /// What nodes may reach outside the network, whichever it is.
  private static final Set<String> OUTSIDE =
      Set.of(
          "out nodes -> 198.51.100.7/32 tcp 443",
          "out nodes -> 198.51.100.7/32 tcp 8433",
          "out nodes -> 198.51.100.7/32 tcp 9090",
          "out nodes -> 198.51.100.7/32 tcp 9701",
          "out nodes -> 203.0.113.0/28 tcp 443",
          "out nodes -> 203.0.113.0/28 tcp 8433",
          "out nodes -> 203.0.113.0/28 tcp 9090",
          "out nodes -> 203.0.113.0/28 tcp 9701",
          "out nodes -> 203.0.113.16/32 udp 51820");

  /// Among machines and pods and the Kubernetes API.
  private static final Set<String> AMONG =
      Set.of(
          "in control <- nodes tcp 443",
          "in nodes <- control tcp 10250",
          "in nodes <- control tcp 443",
          "in nodes <- control tcp 9443",
          "in nodes <- nodes all",
          "out control -> nodes tcp 10250",
          "out control -> nodes tcp 443",
          "out control -> nodes tcp 9443",
          "out nodes -> control tcp 443",
          "out nodes -> nodes all");

  private static SortedSet<String> all(Set<String> first, Set<String> second, String... more) {
    var all = new TreeSet<>(first);
    all.addAll(second);
    all.addAll(List.of(more));
    return all;
  }

  private static final SortedSet<String> NEW_NETWORK =
      all(
          OUTSIDE,
          AMONG,
          "in services <- nodes tcp 443",
          "out nodes -> services tcp 443",
          "out nodes -> S3 tcp 443",
          "out nodes -> 10.64.0.0/16 tcp 53",
          "out nodes -> 10.64.0.0/16 udp 53");

  private static final SortedSet<String> NETWORK_OF_YOURS =
      all(
          OUTSIDE,
          AMONG,
          "out nodes -> 10.1.0.0/16 tcp 443",
          "out nodes -> S3 tcp 443",
          "out nodes -> 10.1.0.0/16 tcp 53",
          "out nodes -> 10.1.0.0/16 udp 53");

  /// What comes in by the tunnel, and what was declared, where somebody asks for it.
  private static final Set<String> ASKED_FOR =
      Set.of(
          "in nodes <- 100.64.0.0/24 tcp 443",
          "in nodes <- 100.64.0.0/24 tcp 9094",
          "out nodes -> 192.0.2.10/32 tcp 5432",
          "out nodes -> 192.0.2.64/26 tcp 9092");

  private static final Map<String, String> WISH =
      Map.of(
          "TunnelCidr", "100.64.0.0/24",
          "DeclaredTargets", "192.0.2.10/32:5432,192.0.2.64/26:9092");

  private static Map<String, JsonNode> stack(Map<String, String> given) {
    JsonNode template =
        JsonMapper.builder()
            .build()
            .valueToTree(
                new Yaml(new SafeConstructor(new LoaderOptions()))
                    .<Object>load(
                        Templates.render(Door.AWS_STACK, VENDOR, Optional.of(SITE)).text()));
    return new StackReading(template, given).resources();
  }

  private static Map<String, JsonNode> guide(Map<String, String> given) {
    if (!(Choices.of(Door.AWS_GUIDE, given) instanceof Choices.Outcome.Fits(Choices choices))) {
      throw new AssertionError(given + " cannot be chosen");
    }
    return new GuideReading(
            Templates.render(Door.AWS_GUIDE, VENDOR, Optional.of(SITE), choices).text())
        .resources();
  }

  private static Map<String, String> both(Map<String, String> some, Map<String, String> others) {
    var both = new TreeMap<>(some);
    both.putAll(others);
    return both;
  }

  /// Every rule, whether it stands by itself or inside of a group.
  private static SortedSet<String> rules(Map<String, JsonNode> resources) {
    var rules = new TreeSet<String>();
    for (JsonNode each : resources.values()) {
      String type = each.path("Type").asText();
      JsonNode given = each.path("Properties");
      if (type.equals("AWS::EC2::SecurityGroupIngress")) {
        rules.add("in %s <- %s".formatted(group(given.path("GroupId")), said(given, "Source")));
      } else if (type.equals("AWS::EC2::SecurityGroupEgress")) {
        rules.add(
            "out %s -> %s".formatted(group(given.path("GroupId")), said(given, "Destination")));
      } else if (type.equals("AWS::EC2::SecurityGroup")) {
        given.path("SecurityGroupIngress").forEach(rule -> rules.add("in its own " + rule));
        given
            .path("SecurityGroupEgress")
            .forEach(rule -> {
              // leads nowhere; a group without any would let everything out
              if (!rule.path("CidrIp").asText().equals("127.0.0.1/32")) {
                rules.add("out its own " + rule);
              }
            });
      }
    }
    return rules;
  }

  private static String said(JsonNode rule, String side) {
    String other =
        rule.has("CidrIp")
            ? rule.path("CidrIp").asText()
            : rule.has("DestinationPrefixListId")
                ? rule.path("DestinationPrefixListId").asText().replace("@Look", "S3")
                : group(rule.path(side + "SecurityGroupId"));
    String protocol = rule.path("IpProtocol").asText();
    if (protocol.equals("-1")) {
      return other + " all";
    }
    String from = rule.path("FromPort").asText();
    String to = rule.path("ToPort").asText();
    return "%s %s %s".formatted(other, protocol, from.equals(to) ? from : from + "-" + to);
  }

  private static String group(JsonNode reference) {
    return reference.asText().replaceAll("@(\\w+)Group", "$1").toLowerCase(Locale.ROOT);
  }

  @Test
  @Tag("C45.rules-exact")
  @Tag("C50.rules-exact")
  void whatMayLeaveIsNamedAndNothingElseLeavesOrComesIn() {
    assertThat(rules(stack(Map.of()))).isEqualTo(NEW_NETWORK);
    assertThat(rules(guide(Map.of()))).isEqualTo(NEW_NETWORK);
    assertThat(rules(stack(YOURS))).isEqualTo(NETWORK_OF_YOURS);
    assertThat(rules(guide(YOURS))).isEqualTo(NETWORK_OF_YOURS);
  }

  @Test
  @Tag("C45.rules-exact")
  @Tag("C50.rules-exact")
  void theTunnelComesInOnTwoPortsAndWhatIsDeclaredLeaves() {
    assertThat(rules(stack(WISH))).isEqualTo(all(NEW_NETWORK, ASKED_FOR));
    assertThat(rules(guide(WISH))).isEqualTo(all(NEW_NETWORK, ASKED_FOR));
    assertThat(rules(stack(both(WISH, YOURS)))).isEqualTo(all(NETWORK_OF_YOURS, ASKED_FOR));
    assertThat(rules(guide(both(WISH, YOURS)))).isEqualTo(all(NETWORK_OF_YOURS, ASKED_FOR));
    assertThat(rules(stack(Map.of("TunnelCidr", "100.64.0.0/24"))))
        .as("either without the other")
        .hasSize(NEW_NETWORK.size() + 2);
  }

  /// The list has as many places as the model says, each a rule of its own.
  @Test
  @Tag("C50.rules-exact")
  void asManyTargetsAsMayBeDeclaredAreOpened() {
    var targets = new ArrayList<String>();
    for (int at = 0; at < Parameters.TARGETS; at++) {
      targets.add("192.0.2.%d/32:%d".formatted(at, 5000 + at));
    }
    String most = String.join(",", targets);
    assertThat(rules(stack(Map.of("DeclaredTargets", most))))
        .hasSize(NEW_NETWORK.size() + Parameters.TARGETS);
    for (String wrong :
        List.of(
            most + ",192.0.2.99/32:1",
            "0.0.0.0/0:443",
            "db.acme.example:5432",
            "192.0.2.1:5432",
            "192.0.2.1/32:5432, 192.0.2.2/32:5432")) {
      assertThat(Choices.of(Door.AWS_STACK, Map.of("declared_targets", wrong)))
          .as(wrong)
          .isInstanceOf(Choices.Outcome.Unfit.class);
    }
  }

  @Test
  @Tag("C45.rules-exact")
  @Tag("C50.rules-exact")
  void everyAlterationOfARuleIsNoticed() {
    int altered = 0;
    SortedSet<String> exact = all(NEW_NETWORK, ASKED_FOR);
    for (Map<String, JsonNode> door : List.of(stack(WISH), guide(WISH))) {
      for (String logical : door.keySet()) {
        if (door.get(logical).path("Type").asText().matches(".*SecurityGroup(In|E)gress")) {
          var less = new TreeMap<>(door);
          less.remove(logical);
          assertThat(rules(less)).as("without " + logical).isNotEqualTo(exact);
          for (var field : door.get(logical).path("Properties").properties()) {
            if (!field.getKey().equals("Description")) {
              var other = new TreeMap<String, JsonNode>(door);
              ObjectNode copy = door.get(logical).deepCopy();
              copy.withObject("/Properties").put(field.getKey(), "9999");
              other.put(logical, copy);
              assertThat(rules(other)).as(logical + field).isNotEqualTo(exact);
              altered++;
            }
          }
        }
      }
    }
    assertThat(altered).isGreaterThan(200);
  }

  @Test
  @Tag("C45.rules-exact")
  void withoutATunnelNothingComesInFromAnyRange() {
    assertThat(rules(stack(YOURS)))
        .filteredOn(rule -> rule.startsWith("in "))
        .noneMatch(rule -> rule.matches(".*[0-9]/[0-9].*"));
  }
}
