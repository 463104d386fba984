package io.bowline.driver.aws.ground;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.leaving.RemovalCommand;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.aws.ground.AccountLook.Install;
import io.bowline.model.belonging.Belonging;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.AwsCli;
import io.bowline.testkit.process.Moto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private AccountLook.Result look() {
    try (var look =
        new AccountLook(
            new AwsPlace(Optional.of(moto.address()), Duration.ofSeconds(60)),
            SignedInAs.found(ROOT, Optional.empty()),
            new Install(ID, "prod", REGION))) {
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
    assertThat(before.unlooked()).singleElement().asString().contains("KMS keys");

    for (Belonging one : before.found()) {
      aws.run(RemovalCommand.of(one, REGION).orElseThrow());
    }
    assertThat(look().found()).isEmpty();
  }
}
