package io.bowline.driver.aws.ground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bowline.cloud.leaving.Kinds;
import io.bowline.cloud.leaving.RemovalCommand;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.aws.ground.AccountLook.Install;
import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.Named;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.AwsCli;
import io.bowline.testkit.process.Moto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an install may leave is made with AWS's own command line, is found, and is found no more
/// when the command is run that stands beside it, as it is printed.
@Tag("real")
@RequiresPart({"moto_server", "aws"})
class AccountLookTest {
  private static final String REGION = "eu-central-1";
  private static final String ID = "74a6a81e-3f28-44e7-8e94-39f2e222b71d";
  private static final Map<String, String> ROOT =
      Map.of("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", "any");

  @TempDir Path folder;
  private Moto moto;
  private AwsCli aws;

  @BeforeEach
  void start() throws Exception {
    moto = Moto.start(Map.of());
    aws = new AwsCli(moto.address(), folder, ROOT);
  }

  @AfterEach
  void stop() {
    moto.close();
  }

  private AccountLook.Result look(Named... known) {
    try (var look =
        new AccountLook(
            new AwsPlace(Optional.of(moto.address()), Duration.ofSeconds(60)),
            SignedInAs.found(ROOT, Optional.empty()),
            new Install(ID, "prod", REGION, Set.of(known)))) {
      return look.look();
    }
  }

  private static String tags(String type, String... more) {
    return " --tag-specifications 'ResourceType=%s,Tags=[{Key=bowline:install,Value=%s}%s]'"
        .formatted(type, ID, String.join("", more));
  }

  @Test
  @Tag("C31.orphans-listed")
  void whateverIsLeftIsFoundWithACommandThatRemovesItAndNothingOfOthersIs() throws Exception {
    String in = "aws --region " + REGION + " ";
    for (String line :
        List.of(
            in
                + "ec2 create-vpc --cidr-block 10.64.0.0/16"
                + tags("vpc", ",{Key=bowline:layer,Value=base}"),
            in + "ec2 create-vpc --cidr-block 10.65.0.0/16",
            in
                + "ec2 create-volume --size 1 --availability-zone eu-central-1a --tag-specifications"
                + " 'ResourceType=volume,Tags=[{Key=kubernetes.io/cluster/bowline-prod,Value=owned}]'",
            in + "ecr create-repository --repository-name bowline-prod/kafka",
            in + "ecr create-repository --repository-name bowline-production/kafka",
            in
                + "s3api create-bucket --bucket bowline-prod-tiered --create-bucket-configuration LocationConstraint="
                + REGION,
            in + "iam create-role --role-name bowline-prod-runner --assume-role-policy-document {}",
            in
                + "iam put-role-policy --role-name bowline-prod-runner --policy-name a --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:ListAllMyBuckets\",\"Resource\":\"*\"}]}'")) {
      aws.run(line);
    }
    AccountLook.Result before = look();
    assertThat(before.account()).isEqualTo("123456789012");
    assertThat(before.found())
        .extracting(Belonging::kind)
        .containsExactly(
            "aws_ebs_volume", "aws_ecr_repository", "aws_iam_role", "aws_s3_bucket", "aws_vpc");
    assertThat(before.found())
        .extracting(Belonging::maker)
        .containsExactly("cluster", "runner", "door", "component", "door");
    assertThat(before.found())
        .filteredOn(Belonging::holdsData)
        .extracting(Belonging::kind)
        .containsExactly("aws_ebs_volume", "aws_s3_bucket");
    assertThat(before.looked()).contains("aws_eks_cluster", "aws_nat_gateway");
    assertThat(before.unlooked()).isEmpty();

    remove(before);
    assertThat(look().found()).isEmpty();
  }

  private void remove(AccountLook.Result seen) throws Exception {
    for (Belonging one : seen.found()) {
      aws.run(RemovalCommand.of(one, REGION).orElseThrow());
    }
  }

  private String in(String line) throws Exception {
    return aws.run("aws --region " + REGION + " " + line + " --output text").strip();
  }

  @Test
  @Tag("C31.orphans-listed")
  void keysLogsFunctionsAndBalancersAreLookedForToo() throws Exception {
    String key = in("kms create-key --query KeyMetadata.KeyId");
    in("kms create-alias --alias-name alias/bowline-prod --target-key-id " + key);
    String others = in("kms create-key --query KeyMetadata.KeyId");
    in("kms create-alias --alias-name alias/bowline-prod-2 --target-key-id " + others);
    for (String group :
        List.of(
            "/aws/eks/bowline-prod/cluster",
            "/aws/eks/bowline-prod-2/cluster",
            "/aws/lambda/bowline-prod-look",
            "/aws/lambda/bowline-prod-2-look")) {
      in("logs create-log-group --log-group-name " + group);
    }
    String net = in("ec2 create-vpc --cidr-block 10.64.0.0/16 --query Vpc.VpcId");
    String subnet =
        in(
            "ec2 create-subnet --vpc-id %s --cidr-block 10.64.0.0/24 --query Subnet.SubnetId"
                .formatted(net));
    String balancer =
        in(
            "elbv2 create-load-balancer --name a --type network --subnets %s --tags Key=kubernetes.io/cluster/bowline-prod,Value=owned --query LoadBalancers[0].LoadBalancerArn"
                .formatted(subnet));
    in(
        "elbv2 create-load-balancer --name b --type network --subnets %s --tags Key=elbv2.k8s.aws/cluster,Value=bowline-prod-2"
            .formatted(subnet));
    String group =
        in(
            "elbv2 create-target-group --name a --protocol TCP --port 9094 --vpc-id %s --tags Key=elbv2.k8s.aws/cluster,Value=bowline-prod --query TargetGroups[0].TargetGroupArn"
                .formatted(net));
    in(
        "elb create-load-balancer --load-balancer-name c --listeners Protocol=TCP,LoadBalancerPort=9094,InstanceProtocol=TCP,InstancePort=9094 --availability-zones eu-central-1a --tags Key=kubernetes.io/cluster/bowline-prod,Value=owned");

    AccountLook.Result before = look();
    assertThat(before.unlooked()).isEmpty();
    assertThat(before.found())
        .extracting(Belonging::kind, Belonging::name)
        .containsExactlyInAnyOrder(
            tuple("aws_kms_alias", "alias/bowline-prod"),
            tuple("aws_kms_key", key),
            tuple("aws_cloudwatch_log_group", "/aws/eks/bowline-prod/cluster"),
            tuple("aws_cloudwatch_log_group", "/aws/lambda/bowline-prod-look"),
            tuple("aws_lb", balancer),
            tuple("aws_lb_target_group", group),
            tuple("aws_elb", "c"));
    remove(before);
    assertThat(look().found()).isEmpty();
    assertThat(in("kms describe-key --query KeyMetadata.KeyState --key-id " + others))
        .isEqualTo("Enabled");
  }

  @Test
  @Tag("C31.orphans-listed")
  void whatSomebodyToldOfIsAskedForByItselfWhateverItIsCalled() throws Exception {
    in(
        "s3api create-bucket --bucket acme-data --create-bucket-configuration LocationConstraint="
            + REGION);
    in(
        "s3api create-bucket --bucket acme-others --create-bucket-configuration LocationConstraint="
            + REGION);
    in("iam create-role --role-name acme-reader --assume-role-policy-document {}");
    String key = in("kms create-key --query KeyMetadata.KeyId");
    String volume =
        in("ec2 create-volume --size 1 --availability-zone eu-central-1a --query VolumeId");
    in("logs create-log-group --log-group-name acme");
    in("logs create-log-group --log-group-name acme-others");
    var known =
        new Named[] {
          new Named("aws_s3_bucket", "acme-data"),
          new Named("aws_iam_role", "acme-reader"),
          new Named("aws_kms_key", key),
          new Named("aws_kms_key", "00000000-0000-4000-8000-000000000000"),
          new Named("aws_ebs_volume", volume),
          new Named("aws_ebs_volume", "vol-0123456789abcdef0"),
          new Named("aws_cloudwatch_log_group", "acme"),
          new Named("aws_s3_bucket", "acme-gone")
        };
    assertThat(look().found()).isEmpty();
    AccountLook.Result before = look(known);
    assertThat(before.found())
        .extracting(Belonging::name)
        .containsExactlyInAnyOrder("acme-data", "acme-reader", key, volume, "acme");
    remove(before);
    assertThat(look(known).found()).isEmpty();
  }

  @Test
  void repositoriesThatTheRunnerToldOfByTheirAddressAreLookedForInThisRegistryAlone()
      throws Exception {
    in("ecr create-repository --repository-name bowline-prod/kafka");
    String ours = "123456789012.dkr.ecr." + REGION + ".amazonaws.com/";
    var kafka = new Named(Belonging.IMAGES, ours + "bowline-prod/kafka");
    var gone = new Named(Belonging.IMAGES, ours + "bowline-prod/console");
    AccountLook.Result before = look(kafka, gone);
    assertThat(before.looked()).contains(Belonging.IMAGES);
    assertThat(before.found()).singleElement().extracting(Belonging::named).isEqualTo(kafka);
    assertThat(look(kafka, new Named(Belonging.IMAGES, "registry.example.com/kafka")).looked())
        .as("of that one it can say nothing")
        .doesNotContain(Belonging.IMAGES);
    remove(before);
    assertThat(look(kafka, gone).found()).isEmpty();
  }

  @Test
  void anInstallWhoseNameBeginsAlikeKeepsWhatIsItsOwn() throws Exception {
    String tag = "Key=bowline:install,Value=5b0cb2a6-0000-4000-8000-000000000002";
    in(
        "iam create-role --role-name bowline-prod-2-runner --assume-role-policy-document {} --tags "
            + tag);
    in(
        "s3api create-bucket --bucket bowline-prod-2-tiered --create-bucket-configuration LocationConstraint="
            + REGION);
    in(
        "s3api put-bucket-tagging --bucket bowline-prod-2-tiered --tagging 'TagSet=[{%s}]'"
            .formatted(tag));
    assertThat(look().found()).isEmpty();
  }

  /// A kind that a door of ours makes and nobody looks for would be gone on no certificate.
  @Test
  void everyKindThatADoorMakesIsLookedForOrIsAPartOfOneThatIs() throws Exception {
    Set<String> looked = look().looked();
    Set<String> made = new TreeSet<>();
    Path root = Path.of(System.getProperty("bowline.root"));
    try (Stream<Path> files = Files.walk(root.resolve("terraform/aws"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".tf")).toList()) {
        kinds("(?m)^resource \"(aws_[a-z0-9_]+)\"", file, made);
      }
    }
    kinds(
        "(?m)^ +Type: (AWS::[A-Za-z0-9:]+)$",
        root.resolve("installer-templates/src/main/resources/io/bowline/installer/aws/stack.yaml"),
        made);
    assertThat(made).hasSizeGreaterThan(40);
    // it stands for nothing in the account
    made.remove("AWS::CloudFormation::WaitConditionHandle");
    assertThat(made)
        .allSatisfy(kind ->
            assertThat(looked)
                .containsAnyOf(Kinds.of(kind), Kinds.wholeOf(Kinds.of(kind)).orElse("")));
  }

  private static void kinds(String pattern, Path file, Set<String> made) throws Exception {
    Matcher found = Pattern.compile(pattern).matcher(Files.readString(file));
    while (found.find()) {
      made.add(found.group(1));
    }
  }
}
