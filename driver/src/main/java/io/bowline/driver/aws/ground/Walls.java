package io.bowline.driver.aws.ground;

import io.bowline.model.preflight.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.Subnet;

/// What a given network's own rules let out and in again, as far as they are about every address.
record Walls(Ec2Client ec2, String region, String vpc) {
  private static final List<Integer> PORTS = List.of(443, 8433, 9090, 9701);
  private static final String ANYWHERE = "0.0.0.0/0";
  private static final int LAST = 32_767;
  private static final int EPHEMERAL = 32_768;
  private static final int TOP = 65_535;

  Seen look(List<Subnet> taken) {
    List<String> ids = taken.stream().map(Subnet::subnetId).toList();
    var shut = new ArrayList<String>();
    var commands = new ArrayList<String>();
    for (NetworkAcl list :
        ec2.describeNetworkAclsPaginator(ask -> ask.filters(Lines.where("vpc-id", vpc)))
            .networkAcls()) {
      if (list.associations().stream().anyMatch(one -> ids.contains(one.subnetId()))) {
        PORTS.stream()
            .filter(port -> !lets(list, true, port))
            .forEach(port -> {
              shut.add("%s lets nothing out to %d".formatted(list.networkAclId(), port));
              commands.add(opened(list, true, port, port, commands.size()));
            });
        if (!lets(list, false, EPHEMERAL) || !lets(list, false, TOP)) {
          shut.add(list.networkAclId() + " lets no answers in again");
          commands.add(opened(list, false, 1024, TOP, commands.size()));
        }
      }
    }
    return shut.isEmpty()
        ? Seen.ok("subnets.rules", "the network's rules let the four ports out, and answers in")
        : Seen.fail(
                "subnets.rules",
                String.join(", ", shut),
                "The runner does not reach the control plane.",
                "Open that in the network's rules (network ACL).")
            .by(commands);
  }

  /// The first rule that is about a port decides, in the order of their numbers.
  private static boolean lets(NetworkAcl list, boolean out, int port) {
    return list.entries().stream()
        .filter(entry -> Boolean.TRUE.equals(entry.egress()) == out)
        .filter(entry -> ANYWHERE.equals(entry.cidrBlock()))
        .filter(entry -> covers(entry, port))
        .min(Comparator.comparing(NetworkAclEntry::ruleNumber))
        .filter(entry -> entry.ruleAction() == RuleAction.ALLOW)
        .isPresent();
  }

  private static boolean covers(NetworkAclEntry entry, int port) {
    boolean every = "-1".equals(entry.protocol());
    return every
        || ("6".equals(entry.protocol())
            && entry.portRange() != null
            && entry.portRange().from() <= port
            && port <= entry.portRange().to());
  }

  /// Before every rule that is there, as long as there is room.
  private String opened(NetworkAcl list, boolean out, int from, int to, int nth) {
    List<Integer> taken =
        list.entries().stream()
            .filter(entry -> Boolean.TRUE.equals(entry.egress()) == out)
            .map(NetworkAclEntry::ruleNumber)
            .filter(Objects::nonNull)
            .toList();
    int number =
        IntStream.rangeClosed(1, LAST)
            .filter(candidate -> !taken.contains(candidate))
            .skip(nth)
            .findFirst()
            .orElse(LAST);
    return "aws ec2 create-network-acl-entry --region %s --network-acl-id %s %s --rule-number %d --protocol tcp --port-range From=%d,To=%d --cidr-block %s --rule-action allow"
        .formatted(
            region,
            list.networkAclId(),
            out ? "--egress" : "--ingress",
            number,
            from,
            to,
            ANYWHERE);
  }
}
