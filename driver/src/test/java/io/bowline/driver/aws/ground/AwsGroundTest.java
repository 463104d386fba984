package io.bowline.driver.aws.ground;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.aws.ground.Wish.Network;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.AwsCli;
import io.bowline.testkit.process.Moto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NewDhcpConfiguration;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/// Whatever is in the way is made with AWS's own command line, is found, and is no more when the
/// lines are run that the look prints, as they are printed.
@Tag("real")
@RequiresPart({"moto_server", "aws"})
class AwsGroundTest {
  private static final String REGION = "eu-central-1";
  private static final Map<String, String> ROOT =
      Map.of("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", "any");

  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:ListAllMyBuckets\",\"Resource\":\"*\"}]}";

  private static Moto moto;

  @TempDir Path folder;
  private MotoFront front;
  private AwsCli aws;
  private Lines lines;

  @BeforeAll
  static void begin() throws IOException {
    moto = Moto.start(Map.of());
  }

  @AfterAll
  static void end() {
    moto.close();
  }

  @BeforeEach
  void start() throws Exception {
    front = new MotoFront(moto.address());
    front.forget();
    aws = new AwsCli(front.address(), folder, ROOT);
    lines = Lines.to(place(), SignedInAs.found(ROOT, Optional.empty()), REGION);
    // it loads a part of itself when that is asked first, and not two at once
    lines.eks().listClusters();
    lines.ecr().describeRepositories();
  }

  @AfterEach
  void stop() {
    lines.close();
    front.close();
  }

  private AwsPlace place() {
    return new AwsPlace(Optional.of(front.address()), Duration.ofSeconds(60));
  }

  private static Wish wish(Network network) {
    return new Wish(
        "prod",
        Optional.of("123456789012"),
        REGION,
        network,
        List.of("m6i.large"),
        Optional.of("arn:aws:iam::123456789012:role/installer"),
        false);
  }

  private List<Seen> look(Wish wish) throws InterruptedException {
    try (var ground = new AwsGround(place(), SignedInAs.found(ROOT, Optional.empty()), wish)) {
      return ground.look();
    }
  }

  private Seen look(Wish wish, String check) throws InterruptedException {
    List<Seen> all = look(wish);
    return all.stream()
        .filter(seen -> seen.check().equals(check))
        .findFirst()
        .orElseThrow(() -> new AssertionError(check + " is not among " + all));
  }

  /// What the printed lines do, is done; and what was in the way, no more.
  private void mended(Wish wish, String check, Verdict before)
      throws IOException, InterruptedException {
    Seen broken = look(wish, check);
    assertThat(broken.verdict()).as("%s", broken).isEqualTo(before);
    assertThat(broken.means()).isNotEmpty();
    assertThat(broken.fix()).isNotEmpty();
    assertThat(broken.commands()).as("%s", broken).isNotEmpty();
    for (String line : broken.commands()) {
      aws.run(line);
    }
    Seen after = look(wish, check);
    assertThat(after.verdict()).as("%s after %s", after, broken.commands()).isEqualTo(Verdict.OK);
  }

  @Test
  @Tag("C55.preflight")
  void anEmptyAccountIsAsItShouldBe() throws Exception {
    assertThat(look(wish(new Network.Made())))
        .filteredOn(seen -> seen.verdict() != Verdict.OK)
        .isEmpty();
  }

  @Test
  void quotasThatAreTakenUpAreFoundUntilTheyAreRaised() throws Exception {
    Wish wish = wish(new Network.Made());
    front.quota("L-F678F1CE", 1);
    front.quota("L-0263D0A3", 0);
    front.quota("L-1216C47A", 5);
    front.quota("L-1194D53C", 0);
    front.quota("L-A4707A72", 0);
    front.quota("L-FE5A380F", 0);
    for (String check :
        List.of(
            "quota.vpcs",
            "quota.elastic-ips",
            "quota.vcpus",
            "quota.eks-clusters",
            "quota.internet-gateways",
            "quota.nat-gateways")) {
      mended(wish, check, Verdict.FAIL);
    }
  }

  @Test
  void machinesThatRunCountAgainstTheirQuota() throws Exception {
    front.quota("L-1216C47A", 20);
    Wish wish = wish(new Network.Made());
    assertThat(look(wish, "quota.vcpus").verdict()).isEqualTo(Verdict.OK);
    lines
        .ec2()
        .runInstances(
            run -> run.instanceType("m5.xlarge").imageId("ami-12c6146b").minCount(1).maxCount(1));
    assertThat(look(wish, "quota.vcpus").seen()).startsWith("4 of 20 are taken");
    mended(wish, "quota.vcpus", Verdict.FAIL);
  }

  @Test
  void aRegionThatIsNotEnabledIsFoundUntilItIs() throws Exception {
    front.close(REGION);
    mended(wish(new Network.Made()), "region", Verdict.FAIL);
  }

  @Test
  void aMachineThatIsNotOfferedIsFoundUntilAnotherIsTaken() throws Exception {
    Wish given = wish(new Network.Made());
    var odd =
        new Wish(
            given.name(),
            given.account(),
            REGION,
            given.network(),
            List.of("m1.large"),
            given.creator(),
            false);
    Seen broken = look(odd, "machines");
    assertThat(broken.verdict()).as("%s", broken).isEqualTo(Verdict.FAIL);
    assertThat(broken.fix()).contains("m6i.large");
    assertThat(look(given, "machines").verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void namesThatAreTakenAreFoundUntilWhatHasThemIsGone() throws Exception {
    role("bowline-prod-cluster");
    role("bowline-prod-runner");
    lines
        .iam()
        .putRolePolicy(
            put -> put.roleName("bowline-prod-cluster").policyName("own").policyDocument(POLICY));
    String attached =
        lines
            .iam()
            .createPolicy(made -> made.policyName("some").policyDocument(POLICY))
            .policy()
            .arn();
    lines.iam().attachRolePolicy(on -> on.roleName("bowline-prod-cluster").policyArn(attached));
    lines.ecr().createRepository(made -> made.repositoryName("bowline-prod/runner"));
    lines
        .ec2()
        .createLaunchTemplate(made ->
            made.launchTemplateName("bowline-prod-system")
                .launchTemplateData(data -> data.instanceType("m6i.large")));
    lines
        .eks()
        .createCluster(made ->
            made.name("bowline-prod")
                .roleArn("arn:aws:iam::123456789012:role/bowline-prod-cluster")
                .resourcesVpcConfig(network -> network.subnetIds("subnet-1")));
    Wish wish = wish(new Network.Made());
    for (String check :
        List.of("names.cluster", "names.machines", "names.registry", "names.roles")) {
      mended(wish, check, Verdict.FAIL);
    }
  }

  @Test
  void anAccountWithOtherThingsIsWarnedOf() throws Exception {
    assertThat(look(wish(new Network.Made()), "account.empty").verdict()).isEqualTo(Verdict.OK);
    String vpc = vpc("10.9.0.0/16");
    Seen seen = look(wish(new Network.Made()), "account.empty");
    assertThat(seen.verdict()).isEqualTo(Verdict.WARN);
    assertThat(seen.seen()).contains(vpc);
  }

  @Test
  void credentialsOfAnotherAccountAreFoundAndNothingElseIsAsked() throws Exception {
    Wish given = wish(new Network.Made());
    var other =
        new Wish(
            "prod",
            Optional.of("999999999999"),
            REGION,
            given.network(),
            given.machines(),
            given.creator(),
            false);
    assertThat(look(other))
        .singleElement()
        .satisfies(seen -> {
          assertThat(seen.verdict()).isEqualTo(Verdict.FAIL);
          assertThat(seen.seen()).contains("123456789012").contains("999999999999");
        });
    assertThat(look(given, "account").verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void aRightThatIsMissingIsNamedWithWhatWillNotWork() throws Exception {
    front.missing = Optional.of("ec2:CreateNatGateway");
    role("installer");
    Files.writeString(folder.resolve("permissions.json"), POLICY);
    Seen seen = look(wish(new Network.Made()), "rights");
    assertThat(seen.seen()).contains("may not: ec2:CreateNatGateway");
    assertThat(seen.means()).contains("Make the network that the cluster is in");
    mended(wish(new Network.Made()), "rights", Verdict.FAIL);
  }

  @Test
  void aNetworkOfYoursNeedsNoRightToMakeOne() throws Exception {
    front.missing = Optional.of("ec2:CreateVpc");
    var network = new Network.Yours(vpc("10.0.0.0/16"), List.of());
    assertThat(look(wish(network), "rights").verdict()).isEqualTo(Verdict.OK);
    assertThat(look(wish(new Network.Made()), "rights").verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void whatAnOrganizationRefusesIsFoundUntilItExceptsTheAccount() throws Exception {
    front.organizationRefuses = true;
    Seen seen = look(wish(new Network.Made()), "organization");
    assertThat(seen.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(seen.seen()).contains("ec2:CreateVpc");
    front.organizationRefuses = false;
    assertThat(look(wish(new Network.Made()), "organization").verdict()).isEqualTo(Verdict.OK);
  }

  private void role(String name) {
    lines
        .iam()
        .createRole(made ->
            made.roleName(name)
                .assumeRolePolicyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"eks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
  }

  private String vpc(String range) {
    return lines.ec2().createVpc(made -> made.cidrBlock(range)).vpc().vpcId();
  }

  private String subnet(String vpc, String zone, String range) {
    return lines
        .ec2()
        .createSubnet(made -> made.vpcId(vpc).availabilityZone(REGION + zone).cidrBlock(range))
        .subnet()
        .subnetId();
  }

  private void publicly(String vpc, String subnet) {
    Ec2Client ec2 = lines.ec2();
    String gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
    ec2.attachInternetGateway(ask -> ask.internetGatewayId(gateway).vpcId(vpc));
    String table = ec2.createRouteTable(ask -> ask.vpcId(vpc)).routeTable().routeTableId();
    ec2.createRoute(
        ask -> ask.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway));
    ec2.associateRouteTable(ask -> ask.routeTableId(table).subnetId(subnet));
  }

  private void denied(String list, boolean out, int from, int to) {
    lines
        .ec2()
        .createNetworkAclEntry(ask ->
            ask.networkAclId(list)
                .egress(out)
                .ruleNumber(50)
                .protocol("6")
                .portRange(range -> range.from(from).to(to))
                .cidrBlock("0.0.0.0/0")
                .ruleAction(RuleAction.DENY));
  }

  /// A network with everything wrong, mended by what is printed, check by check.
  @Test
  @Tag("C55.preflight")
  void aNetworkOfYoursIsMendedByWhatIsPrinted() throws Exception {
    String vpc = vpc("10.0.0.0/16");
    Ec2Client ec2 = lines.ec2();
    ec2.modifyVpcAttribute(ask -> ask.vpcId(vpc).enableDnsSupport(off -> off.value(false)));
    ec2.associateVpcCidrBlock(ask -> ask.vpcId(vpc).cidrBlock("10.100.0.0/20"));
    ec2.associateVpcCidrBlock(ask -> ask.vpcId(vpc).cidrBlock("172.20.0.0/20"));
    String options =
        ec2.createDhcpOptions(ask ->
                ask.dhcpConfigurations(
                    NewDhcpConfiguration.builder()
                        .key("domain-name-servers")
                        .values("10.1.2.3")
                        .build()))
            .dhcpOptions()
            .dhcpOptionsId();
    ec2.associateDhcpOptions(ask -> ask.vpcId(vpc).dhcpOptionsId(options));
    String inner = subnet(vpc, "a", "10.0.1.0/24");
    String small = subnet(vpc, "b", "10.0.2.0/26");
    String open = subnet(vpc, "a", "10.0.0.0/28");
    publicly(vpc, open);
    Wish wish = wish(new Network.Yours(vpc, List.of()));
    for (String check : List.of("vpc.dns", "vpc.services", "subnets.tags")) {
      mended(wish, check, Verdict.FAIL);
    }
    mended(wish, "vpc.resolver", Verdict.WARN);
    assertThat(look(wish, "subnets.free").seen()).contains(small + " has 59").contains(inner);
    mended(wish, "subnets.free", Verdict.FAIL);
    mended(wish, "subnets.zones", Verdict.WARN);
    mended(wish, "subnets.egress", Verdict.FAIL);
    String list =
        ec2.describeNetworkAcls(ask -> ask.filters(Lines.where("vpc-id", vpc)))
            .networkAcls()
            .getFirst()
            .networkAclId();
    denied(list, true, 9000, 9999);
    denied(list, false, 1024, 65_535);
    assertThat(look(wish, "subnets.rules").seen())
        .contains("out to 9090")
        .contains("out to 9701")
        .doesNotContain("443");
    mended(wish, "subnets.rules", Verdict.FAIL);
    assertThat(look(wish))
        .filteredOn(seen -> seen.verdict() != Verdict.OK)
        .extracting(Seen::check)
        .isEmpty();
  }

  @Test
  void aNetworkInOneZoneIsNoGroundForACluster() throws Exception {
    String vpc = vpc("10.0.0.0/16");
    var ids = new ArrayList<>(List.of(subnet(vpc, "a", "10.0.1.0/24")));
    Wish wish = wish(new Network.Yours(vpc, ids));
    Seen broken = look(wish, "subnets.zones");
    assertThat(broken.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(broken.fix()).contains("give its id");
    for (String line : broken.commands()) {
      ids.add(aws.run(line + " --query Subnet.SubnetId --output text").strip());
    }
    assertThat(look(wish(new Network.Yours(vpc, ids)), "subnets.zones").verdict())
        .isEqualTo(Verdict.WARN);
  }

  @Test
  void aNetworkAndSubnetsThatAreNotThereAreFound() throws Exception {
    Wish nowhere = wish(new Network.Yours("vpc-0123456789abcdef0", List.of()));
    Seen none = look(nowhere, "vpc");
    assertThat(none.verdict()).isEqualTo(Verdict.FAIL);
    String vpc = vpc("10.0.0.0/16");
    assertThat(aws.run(none.commands().getFirst())).contains(vpc);
    Seen absent =
        look(wish(new Network.Yours(vpc, List.of("subnet-0123456789abcdef0"))), "subnets");
    assertThat(absent.verdict()).isEqualTo(Verdict.FAIL);
    String subnet = subnet(vpc, "a", "10.0.1.0/24");
    assertThat(aws.run(absent.commands().getFirst())).contains(subnet);
  }

  @Test
  void addressesOfANetworkAreCountedOutWithoutAskingAnybody() {
    Ipv4 whole = Ipv4.parse("10.0.0.0/16");
    assertThat(whole.free(24, List.of()).orElseThrow()).hasToString("10.0.0.0/24");
    assertThat(whole.free(24, List.of(Ipv4.parse("10.0.0.0/23"))).orElseThrow())
        .hasToString("10.0.2.0/24");
    assertThat(whole.free(24, List.of(Ipv4.parse("10.0.0.0/8")))).isEmpty();
    assertThat(whole.free(8, List.of())).isEmpty();
    assertThat(Ipv4.parse("0.0.0.0/0").overlaps(whole)).isTrue();
    assertThat(Ipv4.parse("255.255.255.255")).hasToString("255.255.255.255/32");
  }
}
