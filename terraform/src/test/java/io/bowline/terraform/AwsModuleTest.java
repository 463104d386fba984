package io.bowline.terraform;

import io.bowline.testkit.terraform.AwsLayer;
import io.bowline.testkit.terraform.StandIn;
import java.util.Set;

/// The base layer in AWS keeps the contract of all clouds.
class AwsModuleTest extends BaseLayerContract {
  static final CloudModule MODULE =
      new CloudModule(
          "aws",
          "account_id = \"123456789012\"",
          """
          {
            vpc_id     = "vpc-0a1b2c3d"
            subnet_ids = ["subnet-0aaaaaaa", "subnet-0bbbbbbb"]
          }\
          """,
          """
          system_pool   = { instance_type = "m7i.large" }
          delete_images = true
          """,
          new StandIn(
              "aws",
              """
              {
                "data.aws_caller_identity": [{"then": {"account_id": "123456789012"}}],
                "data.aws_partition": [{"then": {"partition": "aws"}}],
                "data.aws_region": [{"then": {"name": "eu-central-1"}}],
                "data.aws_availability_zones": [{"then": {"names": ["a", "b", "c"]}}],
                "data.aws_vpc": [{"then": {"cidr_block_associations": [
                  {"association_id": "a", "cidr_block": "10.1.0.0/16", "state": "associated"}]}}],
                "data.aws_subnet": [
                  {"when": {"id": "subnet-0aaaaaaa"}, "then": {
                    "vpc_id": "vpc-0a1b2c3d", "availability_zone": "a",
                    "available_ip_address_count": 200}},
                  {"when": {"id": "subnet-0bbbbbbb"}, "then": {
                    "vpc_id": "vpc-0a1b2c3d", "availability_zone": "b",
                    "available_ip_address_count": 200}}],
                "aws_ecr_repository": [{"then": {"repository_url":
                  "123456789012.dkr.ecr.eu-central-1.amazonaws.com/bowline-acme-prod/runner"}}]
              }
              """),
          Set.of("permissions_boundary_arn", "delete_images"),
          Set.of("runner_role_arn", "node_security_group_id"),
          Set.of(),
          Set.of(),
          AwsLayer::of);

  AwsModuleTest() {
    super(MODULE);
  }
}
