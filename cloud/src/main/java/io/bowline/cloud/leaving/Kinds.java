package io.bowline.cloud.leaving;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// How kinds are called here, whoever told of them: as Terraform calls its types, so that what one
/// door has made and what a customer finds is one thing.
public final class Kinds {
  private static final Map<String, String> CLOUDFORMATION =
      Map.ofEntries(
          Map.entry("AWS::EC2::EIP", "aws_eip"),
          Map.entry("AWS::EC2::Route", "aws_route"),
          Map.entry("AWS::EC2::SecurityGroupEgress", "aws_vpc_security_group_egress_rule"),
          Map.entry("AWS::EC2::SecurityGroupIngress", "aws_vpc_security_group_ingress_rule"),
          Map.entry("AWS::EC2::SubnetRouteTableAssociation", "aws_route_table_association"),
          Map.entry("AWS::EC2::VPCGatewayAttachment", "aws_internet_gateway_attachment"),
          Map.entry("AWS::EKS::AccessEntry", "aws_eks_access_entry"),
          Map.entry("AWS::EKS::Addon", "aws_eks_addon"),
          Map.entry("AWS::EKS::Nodegroup", "aws_eks_node_group"),
          Map.entry("AWS::EKS::PodIdentityAssociation", "aws_eks_pod_identity_association"),
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

  /// What is no thing of its own, by how its kind begins, and what it goes with. The longest
  /// beginning counts.
  private static final Map<String, String> PARTS =
      Map.ofEntries(
          Map.entry("aws_default_", "aws_vpc"),
          Map.entry("aws_ecr_", "aws_ecr_repository"),
          Map.entry("aws_eip_association", "aws_eip"),
          Map.entry("aws_eks_", "aws_eks_cluster"),
          Map.entry("aws_iam_role_", "aws_iam_role"),
          Map.entry("aws_internet_gateway_attachment", "aws_internet_gateway"),
          Map.entry("aws_kms_alias", "aws_kms_key"),
          Map.entry("aws_kms_key_policy", "aws_kms_key"),
          Map.entry("aws_main_route_table_association", "aws_vpc"),
          Map.entry("aws_route", "aws_route_table"),
          Map.entry("aws_route_table_association", "aws_route_table"),
          Map.entry("aws_s3_bucket_", "aws_s3_bucket"),
          Map.entry("aws_security_group_rule", "aws_security_group"),
          Map.entry("aws_vpc_endpoint_", "aws_vpc_endpoint"),
          Map.entry("aws_vpc_security_group_", "aws_security_group"));

  private Kinds() {}

  /// The kind with whose things one of this kind goes, such as a bucket with its policy; empty for
  /// what is a thing of its own.
  public static Optional<String> wholeOf(String kind) {
    return PARTS.entrySet().stream()
        .filter(part ->
            !kind.equals(part.getValue())
                && (part.getKey().endsWith("_")
                    ? kind.startsWith(part.getKey())
                    : kind.equals(part.getKey())))
        .max(Comparator.comparingInt(part -> part.getKey().length()))
        .map(Map.Entry::getValue);
  }

  /// One that has no other name here keeps its own.
  public static String of(String told) {
    return CLOUDFORMATION.getOrDefault(told, told);
  }
}
