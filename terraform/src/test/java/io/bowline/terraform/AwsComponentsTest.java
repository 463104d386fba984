package io.bowline.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.aws.EmulatedAccount;
import io.bowline.testkit.process.Terraform;
import io.bowline.testkit.terraform.Made;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The components for AWS, made by real Terraform with the real provider in an account that was not
/// written here, beside a cluster with nothing in it.
@Tag("real")
@RequiresPart({"terraform", "moto_server"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsComponentsTest {
  private static final String ROOT =
      """
      provider "aws" {
        region = "eu-central-1"
      }

      resource "aws_vpc" "this" {
        cidr_block = "10.64.0.0/16"
      }

      resource "aws_subnet" "this" {
        count      = 2
        vpc_id     = aws_vpc.this.id
        cidr_block = cidrsubnet("10.64.0.0/16", 2, count.index)
      }

      resource "aws_security_group" "nodes" {
        name   = "nodes"
        vpc_id = aws_vpc.this.id
      }

      resource "aws_iam_role" "nodes" {
        name               = "bowline-acme-prod-nodes"
        assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
      }

      resource "aws_eks_cluster" "this" {
        name     = "bowline-acme-prod"
        role_arn = aws_iam_role.nodes.arn

        vpc_config {
          subnet_ids = aws_subnet.this[*].id
        }
      }

      variable "pools" {
        type    = any
        default = null
      }

      locals {
        chosen = { for name, pools in { pools = var.pools } : name => pools if pools != null }
      }

      module "pools" {
        source                 = "./modules/node-pools"
        name                   = "acme-prod"
        install_id             = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
        cluster_name           = aws_eks_cluster.this.name
        subnet_ids             = aws_subnet.this[*].id
        node_security_group_id = aws_security_group.nodes.id
        node_role_arn          = aws_iam_role.nodes.arn
      }

      module "others" {
        for_each               = local.chosen
        source                 = "./modules/node-pools"
        name                   = "acme-prod"
        install_id             = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
        cluster_name           = aws_eks_cluster.this.name
        subnet_ids             = aws_subnet.this[*].id
        node_security_group_id = aws_security_group.nodes.id
        node_role_arn          = aws_iam_role.nodes.arn
        pools                  = each.value
      }

      module "storage" {
        source     = "./modules/object-storage"
        name       = "acme-prod"
        install_id = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
        account_id = "123456789012"
      }

      output "pools" {
        value = module.pools.pools
      }
      """;

  @TempDir static Path scratch;
  private EmulatedAccount account;
  private Terraform terraform;
  private List<Made.Resource> made = List.of();

  @BeforeAll
  void apply() throws Exception {
    account = EmulatedAccount.open();
    Path root = Files.createDirectory(scratch.resolve("root"));
    Terraform.copy(Path.of("aws/modules"), root.resolve("modules"));
    Files.writeString(root.resolve("main.tf"), ROOT);
    terraform =
        Terraform.real(root, scratch)
            .with("AWS_ENDPOINT_URL", account.address().toString())
            .with("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            .with("AWS_SECRET_ACCESS_KEY", "secret")
            .with("AWS_EC2_METADATA_DISABLED", "true");
    terraform.require(0, "init", "-no-color");
    terraform.require(0, "apply", "-auto-approve", "-no-color");
    made = terraform.made().resources();
  }

  @AfterAll
  void close() {
    if (account != null) {
      account.close();
    }
  }

  @Test
  @Tag("C41.default-pools")
  void withoutAChoiceThereAreFourSmallMachinesAndTwoLargeOnesOfWhatAwsSaysTheyHave()
      throws Exception {
    var pools = new TreeMap<String, String>();
    for (Made.Resource each : made) {
      if (each.type().equals("aws_eks_node_group")) {
        JsonNode pool = each.values();
        pools.put(
            pool.path("node_group_name").asText(),
            "%s x %s"
                .formatted(
                    pool.at("/scaling_config/0/desired_size").asText(),
                    pool.at("/instance_types/0").asText()));
      }
    }
    assertThat(pools).isEqualTo(Map.of("small", "4 x m6i.large", "large", "2 x m6i.xlarge"));
    JsonNode told =
        JsonMapper.builder()
            .build()
            .readTree(terraform.require(0, "output", "-json", "-no-color", "pools"));
    assertThat(List.of(has(told, "small"), has(told, "large"))).containsExactly("2/8", "4/16");
  }

  private static String has(JsonNode told, String pool) {
    return told.path(pool).path("cpu").asText() + "/" + told.path(pool).path("memory_gib").asText();
  }

  @Test
  @Tag("C58.bucket-private")
  void theBucketIsClosedAndEncrypted() {
    var kinds = new TreeMap<String, JsonNode>();
    made.forEach(each -> kinds.put(each.type(), each.values()));
    assertThat(kinds.get("aws_s3_bucket").path("bucket").asText())
        .isEqualTo("bowline-acme-prod-123456789012");
    for (String way :
        List.of(
            "block_public_acls",
            "block_public_policy",
            "ignore_public_acls",
            "restrict_public_buckets")) {
      assertThat(kinds.get("aws_s3_bucket_public_access_block").path(way).asBoolean())
          .as(way)
          .isTrue();
    }
    assertThat(
            kinds
                .get("aws_s3_bucket_server_side_encryption_configuration")
                .findValuesAsText("sse_algorithm"))
        .containsExactly("aws:kms");
    assertThat(kinds.get("aws_s3_bucket_ownership_controls").findValuesAsText("object_ownership"))
        .containsExactly("BucketOwnerEnforced");
    assertThat(kinds.get("aws_s3_bucket_policy").path("policy").asText())
        .contains("aws:SecureTransport", "aws:PrincipalAccount");
  }

  /// The plan reads everything from the account again.
  @Test
  @Tag("C58.bucket-private")
  void aSecondRunChangesNothing() throws Exception {
    assertThat(terraform.require(0, "plan", "-detailed-exitcode", "-no-color"))
        .contains("No changes");
  }

  @Test
  void aTypeThatHasSomethingElseIsNamedBeforeAnythingIsMade() throws Exception {
    Terraform.Ended ended =
        terraform.run(
            "plan",
            "-no-color",
            "-refresh=false",
            "-var",
            "pools={brokers={nodes=3,instance_type=\"m6i.large\",cpu=4,memory_gib=16}}");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.said().replaceAll("[\\s│]+", " "))
        .contains(
            "pools.brokers: m6i.large has 2 CPU and 8 GiB, and 4 CPU and 16 GiB are asked for");
  }
}
