package io.bowline.installer.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who may reach whom in Azure, as the template asks for it: what may leave is named, both ways end
/// with a rule that lets nothing else through.
class AzureRulesTest {
  private static final Set<String> RULES =
      Set.of(
          "Inbound Allow 10.64.0.0/17,10.244.0.0/16 -> 10.64.0.0/17,10.244.0.0/16 * *",
          "Inbound Deny * -> * * *",
          "Outbound Allow 10.64.0.0/17,10.244.0.0/16 -> 10.64.0.0/17,10.244.0.0/16 * *",
          "Outbound Allow * -> 203.0.113.0/28 Tcp 443,8433,9090,9701",
          "Outbound Allow * -> 203.0.113.16/32 Udp 51820",
          "Outbound Allow * -> 10.64.0.0/16 Tcp 53",
          "Outbound Allow * -> 10.64.0.0/16 Udp 53",
          "Outbound Allow * -> AzureActiveDirectory Tcp 443",
          "Outbound Allow * -> AzureResourceManager Tcp 443",
          "Outbound Allow * -> MicrosoftContainerRegistry Tcp 443",
          "Outbound Allow * -> AzureFrontDoor.FirstParty Tcp 443",
          "Outbound Allow * -> AzureContainerRegistry.westeurope Tcp 443",
          "Outbound Allow * -> Storage.westeurope Tcp 443",
          "Outbound Deny * -> * * *");

  /// What comes in by the tunnel and what was declared, where somebody asks for it.
  private static final Set<String> ASKED_FOR =
      Set.of(
          "Inbound Allow 100.64.0.0/24 -> 10.64.0.0/17,10.244.0.0/16 Tcp 443,9094",
          "Outbound Allow * -> 192.0.2.10/32 Tcp 5432",
          "Outbound Allow * -> 192.0.2.64/26 Tcp 9092");

  private static final Map<String, String> WISH =
      Map.of(
          "tunnelCidr", "100.64.0.0/24",
          "declaredTargets", "192.0.2.10/32:5432,192.0.2.64/26:9092");

  private static ArrayNode asked() {
    return asked(Map.of());
  }

  private static ArrayNode asked(Map<String, String> wish) {
    List<JsonNode> groups =
        AzureDoor.deploy(AzureDoor.template(), wish).resources().made().values().stream()
            .filter(each -> each.id().type().equals("Microsoft.Network/networkSecurityGroups"))
            .filter(each -> !each.id().name().contains("starter"))
            .map(each -> (JsonNode) each.asked())
            .toList();
    assertThat(groups).hasSize(1);
    return (ArrayNode) groups.getFirst().at("/properties/securityRules");
  }

  private static SortedSet<String> rules(ArrayNode asked) {
    var rules = new TreeSet<String>();
    for (JsonNode each : asked) {
      JsonNode rule = each.path("properties");
      rules.add(
          "%s %s %s -> %s %s %s"
              .formatted(
                  rule.path("direction").asText(),
                  rule.path("access").asText(),
                  of(rule, "sourceAddressPrefix", "sourceAddressPrefixes"),
                  of(rule, "destinationAddressPrefix", "destinationAddressPrefixes"),
                  rule.path("protocol").asText(),
                  of(rule, "destinationPortRange", "destinationPortRanges")));
    }
    return rules;
  }

  private static String of(JsonNode rule, String one, String many) {
    var all = new ArrayList<String>();
    if (rule.hasNonNull(one)) {
      all.add(rule.path(one).asText());
    }
    rule.path(many).forEach(each -> all.add(each.asText()));
    return String.join(",", all);
  }

  @Test
  @Tag("C45.rules-exact")
  @Tag("C50.rules-exact")
  void whatMayLeaveIsNamedAndNothingElseLeavesOrComesIn() {
    assertThat(rules(asked())).isEqualTo(RULES);
  }

  @Test
  @Tag("C45.rules-exact")
  @Tag("C50.rules-exact")
  void theTunnelComesInOnTwoPortsAndWhatIsDeclaredLeaves() {
    var wanted = new TreeSet<>(RULES);
    wanted.addAll(ASKED_FOR);
    assertThat(rules(asked(WISH))).isEqualTo(wanted);
    assertThat(rules(asked(Map.of("tunnelCidr", "100.64.0.0/24"))))
        .as("either without the other")
        .hasSize(RULES.size() + 1);
  }

  /// A rule is found by its number, the lowest first: whatever denies stands behind all that allow.
  @Test
  void whatDeniesComesLast() {
    for (JsonNode each : asked()) {
      boolean denies = each.at("/properties/access").asText().equals("Deny");
      assertThat(each.at("/properties/priority").asInt() == 4096)
          .as(each.path("name").asText())
          .isEqualTo(denies);
    }
  }

  @Test
  @Tag("C45.rules-exact")
  @Tag("C50.rules-exact")
  void everyAlterationOfARuleIsNoticed() {
    SortedSet<String> exact = rules(asked(WISH));
    for (int at = 0; at < asked(WISH).size(); at++) {
      ArrayNode less = asked(WISH);
      less.remove(at);
      assertThat(rules(less)).as("without %d", at).isNotEqualTo(exact);
      for (String field :
          List.of(
              "direction",
              "access",
              "protocol",
              "sourceAddressPrefix",
              "destinationAddressPrefix",
              "destinationPortRange")) {
        ArrayNode other = asked(WISH);
        ((ObjectNode) other.get(at).path("properties")).put(field, "another");
        assertThat(rules(other)).as("%d %s", at, field).isNotEqualTo(exact);
      }
    }
  }
}
