package io.bowline.driver.aws.ground;

import io.bowline.driver.aws.ground.Wish.Network.Yours;
import io.bowline.model.preflight.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DhcpOptions;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockStateCode;

/// A network that is there, and whether an install can be in it as it is.
record GivenNetwork(Ec2Client ec2, String region, Yours yours) {
  /// What EKS gives to services of a cluster, the first of them that the network leaves.
  private static final List<Ipv4> SERVICES =
      List.of(Ipv4.parse("10.100.0.0/16"), Ipv4.parse("172.20.0.0/16"));

  List<Seen> look() {
    return new Look("vpc", "ec2:DescribeVpcs")
        .all(() -> network().map(this::within).orElseGet(this::none));
  }

  private Optional<Vpc> network() {
    try {
      return ec2.describeVpcs(ask -> ask.vpcIds(yours.vpc())).vpcs().stream().findFirst();
    } catch (Ec2Exception e) {
      if (e.awsErrorDetails() != null
          && String.valueOf(e.awsErrorDetails().errorCode()).startsWith("InvalidVpcID")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private List<Seen> none() {
    return List.of(
        Seen.fail(
                "vpc",
                "there is no network %s in %s of this account".formatted(yours.vpc(), region),
                "The installer would stop at once.",
                "Give the id of one that is there, and the region that it is in. These are there:")
            .by(
                "aws ec2 describe-vpcs --region %s --query 'Vpcs[].[VpcId,CidrBlock]' --output text"
                    .formatted(region)));
  }

  private List<Seen> within(Vpc vpc) {
    var seen = new ArrayList<Seen>();
    List<Ipv4> ranges =
        given(vpc).map(VpcCidrBlockAssociation::cidrBlock).map(Ipv4::parse).toList();
    seen.add(Seen.ok("vpc", "%s is there, with %s".formatted(yours.vpc(), ranges)));
    seen.add(new Look("vpc.dns", "ec2:DescribeVpcAttribute").one(this::dns));
    seen.add(new Look("vpc.resolver", "ec2:DescribeDhcpOptions").one(() -> resolver(vpc)));
    seen.add(services(vpc, ranges));
    seen.addAll(
        new Look("subnets", "ec2:DescribeSubnets")
            .all(() -> new Subnets(ec2, region, yours, ranges).look()));
    return seen;
  }

  private static Stream<VpcCidrBlockAssociation> given(Vpc vpc) {
    return vpc.cidrBlockAssociationSet().stream()
        .filter(one ->
            one.cidrBlockState() == null
                || one.cidrBlockState().state() == VpcCidrBlockStateCode.ASSOCIATED);
  }

  private Seen dns() {
    boolean support =
        Boolean.TRUE.equals(
            ec2.describeVpcAttribute(
                    ask -> ask.vpcId(yours.vpc()).attribute(VpcAttributeName.ENABLE_DNS_SUPPORT))
                .enableDnsSupport()
                .value());
    boolean names =
        Boolean.TRUE.equals(
            ec2.describeVpcAttribute(
                    ask -> ask.vpcId(yours.vpc()).attribute(VpcAttributeName.ENABLE_DNS_HOSTNAMES))
                .enableDnsHostnames()
                .value());
    if (support && names) {
      return Seen.ok("vpc.dns", "names are resolved and given in " + yours.vpc());
    }
    var commands = new ArrayList<String>();
    String modify =
        "aws ec2 modify-vpc-attribute --region %s --vpc-id %s ".formatted(region, yours.vpc());
    if (!support) {
      commands.add(modify + "--enable-dns-support Value=true");
    }
    if (!names) {
      commands.add(modify + "--enable-dns-hostnames Value=true");
    }
    return Seen.fail(
            "vpc.dns",
            support
                ? "DNS hostnames are off in " + yours.vpc()
                : "DNS resolution is off in " + yours.vpc(),
            "Nodes do not find the cluster's address, and do not join.",
            "Turn it on; nothing that runs there is interrupted.")
        .by(commands);
  }

  private Seen resolver(Vpc vpc) {
    Optional<DhcpOptions> options =
        ec2
            .describeDhcpOptions(
                ask -> ask.filters(Lines.where("dhcp-options-id", vpc.dhcpOptionsId())))
            .dhcpOptions()
            .stream()
            .findFirst();
    List<String> servers =
        options.stream()
            .flatMap(set -> set.dhcpConfigurations().stream())
            .filter(one -> "domain-name-servers".equals(one.key()))
            .flatMap(one -> one.values().stream())
            .map(value -> String.valueOf(value.value()))
            .toList();
    if (servers.isEmpty() || servers.contains("AmazonProvidedDNS")) {
      return Seen.ok("vpc.resolver", "AWS's own DNS is asked in " + yours.vpc());
    }
    return Seen.warn(
            "vpc.resolver",
            "other DNS servers are asked in %s: %s"
                .formatted(yours.vpc(), String.join(", ", servers)),
            "They have to know the private names of AWS's services and of the cluster, or nodes do not join.",
            "Have them forward to AWS's own, or have that asked.")
        .by(
            "aws ec2 associate-dhcp-options --region %s --vpc-id %s --dhcp-options-id $(aws ec2 create-dhcp-options --region %s --dhcp-configurations Key=domain-name-servers,Values=AmazonProvidedDNS --query DhcpOptions.DhcpOptionsId --output text)"
                .formatted(region, yours.vpc(), region));
  }

  /// Pods have addresses of the network itself; services have a range of their own, beside it.
  private Seen services(Vpc vpc, List<Ipv4> ranges) {
    Optional<Ipv4> left =
        SERVICES.stream().filter(range -> ranges.stream().noneMatch(range::overlaps)).findFirst();
    if (left.isPresent()) {
      return Seen.ok("vpc.services", "services of the cluster have " + left.get());
    }
    return Seen.fail(
            "vpc.services",
            "%s takes from both ranges that EKS has for services, %s".formatted(ranges, SERVICES),
            "A cluster is not made there, or its services hide what is in the network.",
            "Take another network, or give back the range that is in the way.")
        .by(
            given(vpc)
                .filter(one -> !one.cidrBlock().equals(vpc.cidrBlock()))
                .filter(one -> SERVICES.stream().anyMatch(Ipv4.parse(one.cidrBlock())::overlaps))
                .map(one ->
                    "aws ec2 disassociate-vpc-cidr-block --region %s --association-id %s"
                        .formatted(region, one.associationId()))
                .toList());
  }
}
