package io.bowline.runner.hosted.fleet;

import java.util.Map;
import java.util.Optional;

/// How what was made in AWS is found again.
///
/// @param prefix of all names that the module gives
record AwsLookup(String prefix) implements Lookup {
  @Override
  public Optional<String> byName(String address) {
    return switch (address) {
      case "aws_eks_cluster.this" -> Optional.of(prefix);
      case "aws_eks_node_group.system" -> Optional.of(prefix + ":system");
      case "aws_eks_addon.pod_identity" -> Optional.of(prefix + ":eks-pod-identity-agent");
      case "aws_cloudwatch_log_group.cluster" -> Optional.of("/aws/eks/" + prefix + "/cluster");
      case "aws_iam_role.cluster", "aws_iam_role.nodes", "aws_iam_role.runner" ->
          Optional.of(prefix + "-" + address.substring("aws_iam_role.".length()));
      case "aws_ecr_repository.runner" -> Optional.of(prefix + "/runner");
      case "aws_kms_alias.this" -> Optional.of("alias/" + prefix);
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<String> byId(Map<String, String> all, String address, String id) {
    String kind = address.substring(0, Math.max(0, address.indexOf('.')));
    String name = address.substring(kind.length() + 1).replaceAll("\\[.*", "");
    return switch (kind) {
      // attaching again changes nothing
      case "aws_iam_role_policy_attachment", "terraform_data" -> Optional.empty();
      case "aws_route" ->
          Optional.ofNullable(all.get("aws_route_table." + name + "[0]"))
              .map(table -> table + "_0.0.0.0/0");
      case "aws_route_table_association" ->
          Optional.ofNullable(all.get(address.replace(kind, "aws_subnet")))
              .flatMap(subnet ->
                  Optional.ofNullable(all.get("aws_route_table." + name + "[0]"))
                      .map(table -> subnet + "/" + table));
      case "aws_eks_pod_identity_association" ->
          Optional.ofNullable(all.get("aws_eks_cluster.this")).map(cluster -> cluster + "," + id);
      default -> Optional.of(id);
    };
  }
}
