package io.bowline.cloud.leaving;

import java.util.Map;

/// How kinds are called here, whoever told of them: as Terraform calls its types, so that what one
/// door has made and what a customer finds is one thing.
public final class Kinds {
  private static final Map<String, String> CLOUDFORMATION =
      Map.ofEntries(
          Map.entry("AWS::EC2::EIP", "aws_eip"),
          Map.entry("AWS::EC2::InternetGateway", "aws_internet_gateway"),
          Map.entry("AWS::EC2::LaunchTemplate", "aws_launch_template"),
          Map.entry("AWS::EC2::NatGateway", "aws_nat_gateway"),
          Map.entry("AWS::EC2::RouteTable", "aws_route_table"),
          Map.entry("AWS::EC2::SecurityGroup", "aws_security_group"),
          Map.entry("AWS::EC2::Subnet", "aws_subnet"),
          Map.entry("AWS::EC2::VPC", "aws_vpc"),
          Map.entry("AWS::EC2::VPCEndpoint", "aws_vpc_endpoint"),
          Map.entry("AWS::ECR::Repository", "aws_ecr_repository"),
          Map.entry("AWS::EKS::Cluster", "aws_eks_cluster"),
          Map.entry("AWS::IAM::Role", "aws_iam_role"),
          Map.entry("AWS::KMS::Alias", "aws_kms_alias"),
          Map.entry("AWS::KMS::Key", "aws_kms_key"),
          Map.entry("AWS::Lambda::Function", "aws_lambda_function"),
          Map.entry("AWS::Logs::LogGroup", "aws_cloudwatch_log_group"),
          Map.entry("AWS::S3::Bucket", "aws_s3_bucket"));

  private Kinds() {}

  /// One that has no other name here keeps its own.
  public static String of(String told) {
    return CLOUDFORMATION.getOrDefault(told, told);
  }
}
