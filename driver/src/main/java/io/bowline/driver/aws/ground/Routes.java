package io.bowline.driver.aws.ground;

import io.bowline.model.preflight.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Subnet;

/// The ways that lead out of a given network.
///
/// @param tables of its subnets, by the subnet's id
/// @param open a subnet of which a way leads to the internet without translation
record Routes(
    Ec2Client ec2,
    String region,
    String vpc,
    Map<String, RouteTable> tables,
    Optional<Subnet> open) {
  private static final String ANYWHERE = "0.0.0.0/0";

  static Routes of(Ec2Client ec2, String region, String vpc, List<Subnet> subnets) {
    List<RouteTable> all =
        ec2
            .describeRouteTablesPaginator(ask -> ask.filters(Lines.where("vpc-id", vpc)))
            .routeTables()
            .stream()
            .toList();
    var tables = new LinkedHashMap<String, RouteTable>();
    for (Subnet subnet : subnets) {
      all.stream()
          .filter(of(subnet))
          .findFirst()
          .or(() -> all.stream().filter(Routes::main).findFirst())
          .ifPresent(table -> tables.put(subnet.subnetId(), table));
    }
    Optional<Subnet> open =
        subnets.stream()
            .filter(subnet -> direct(Optional.ofNullable(tables.get(subnet.subnetId()))))
            .findFirst();
    return new Routes(ec2, region, vpc, tables, open);
  }

  private static Predicate<RouteTable> of(Subnet subnet) {
    return table ->
        table.associations().stream().anyMatch(one -> subnet.subnetId().equals(one.subnetId()));
  }

  private static boolean main(RouteTable table) {
    return table.associations().stream().anyMatch(one -> Boolean.TRUE.equals(one.main()));
  }

  private static Optional<Route> out(Optional<RouteTable> table) {
    return table.stream()
        .flatMap(one -> one.routes().stream())
        .filter(route -> ANYWHERE.equals(route.destinationCidrBlock()))
        .findFirst();
  }

  private static boolean direct(Optional<RouteTable> table) {
    return out(table)
        .filter(route -> route.gatewayId() != null && route.gatewayId().startsWith("igw-"))
        .isPresent();
  }

  /// Whether a subnet's way out is the internet itself.
  boolean open(Subnet subnet) {
    return direct(table(subnet));
  }

  private Optional<RouteTable> table(Subnet subnet) {
    return Optional.ofNullable(tables.get(subnet.subnetId()));
  }

  Seen look(List<Subnet> taken) {
    var closed = new ArrayList<String>();
    var commands = new ArrayList<String>();
    for (Subnet subnet : taken) {
      Optional<Route> out = out(table(subnet));
      boolean dead = out.filter(route -> route.state() == RouteState.BLACKHOLE).isPresent();
      if (out.isEmpty() || dead || open(subnet)) {
        closed.add(
            "%s has %s"
                .formatted(
                    subnet.subnetId(),
                    out.isEmpty()
                        ? "no way out"
                        : dead
                            ? "a way out that ends nowhere"
                            : "a way out for public addresses only"));
        table(subnet)
            .map(table -> table.routeTableId())
            .map(table -> route(table, out.isPresent()))
            .filter(command -> !commands.contains(command))
            .ifPresent(commands::add);
      }
    }
    if (closed.isEmpty()) {
      return Seen.ok("subnets.egress", "a way out leads from all %d".formatted(taken.size()));
    }
    return Seen.fail(
            "subnets.egress",
            String.join(", ", closed),
            "The runner does not reach the control plane (443, 8433, 9090, 9701), and nodes do not reach AWS's services.",
            nat().isPresent() || open.isPresent()
                ? "Lead them out by a NAT gateway. With a transit gateway or a firewall of yours, lead them there instead."
                : "Lead them out by a transit gateway, a firewall or a NAT gateway of yours; here is no public subnet for one yet.")
        .by(nat().isPresent() || open.isEmpty() ? commands(commands) : made(commands));
  }

  /// Without a gateway to name, the lines would not run.
  private List<String> commands(List<String> commands) {
    return nat().isPresent() ? commands : List.of();
  }

  private List<String> made(List<String> commands) {
    var all = new ArrayList<String>();
    all.add(
        "aws ec2 create-nat-gateway --region %s --subnet-id %s --allocation-id $(aws ec2 allocate-address --region %s --domain vpc --query AllocationId --output text)"
            .formatted(region, open.map(Subnet::subnetId).orElse(""), region));
    all.add(
        "aws ec2 wait nat-gateway-available --region %s --filter Name=vpc-id,Values=%s"
            .formatted(region, vpc));
    all.addAll(commands);
    return all;
  }

  private String route(String table, boolean replaced) {
    String gateway =
        nat()
            .orElse(
                "$(aws ec2 describe-nat-gateways --region %s --filter Name=vpc-id,Values=%s Name=state,Values=available --query 'NatGateways[0].NatGatewayId' --output text)"
                    .formatted(region, vpc));
    return "aws ec2 %s --region %s --route-table-id %s --destination-cidr-block %s --nat-gateway-id %s"
        .formatted(replaced ? "replace-route" : "create-route", region, table, ANYWHERE, gateway);
  }

  private Optional<String> nat() {
    return ec2
        .describeNatGatewaysPaginator(ask -> ask.filter(Lines.where("vpc-id", vpc)))
        .natGateways()
        .stream()
        .filter(gateway -> gateway.state() == NatGatewayState.AVAILABLE)
        .map(NatGateway::natGatewayId)
        .findFirst();
  }
}
