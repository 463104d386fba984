package io.bowline.cloud.leaving;

import io.bowline.model.belonging.Belonging;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The command that takes one thing away, for whoever has the rights there. It is made to be copied
/// into a shell, so that names which a shell would read otherwise are quoted.
public final class RemovalCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@=+-]+");

  /// By kind; `%s` is the name.
  private static final Map<String, String> AWS =
      Map.ofEntries(
          Map.entry("aws_cloudwatch_log_group", "logs delete-log-group --log-group-name %s"),
          Map.entry("aws_db_instance", "rds delete-db-instance --db-instance-identifier %s"),
          Map.entry("aws_dynamodb_table", "dynamodb delete-table --table-name %s"),
          Map.entry("aws_ebs_snapshot", "ec2 delete-snapshot --snapshot-id %s"),
          Map.entry("aws_ebs_volume", "ec2 delete-volume --volume-id %s"),
          Map.entry("aws_ecr_repository", "ecr delete-repository --force --repository-name %s"),
          Map.entry("aws_eip", "ec2 release-address --allocation-id %s"),
          Map.entry("aws_eks_cluster", "eks delete-cluster --name %s"),
          Map.entry("aws_elb", "elb delete-load-balancer --load-balancer-name %s"),
          Map.entry("aws_instance", "ec2 terminate-instances --instance-ids %s"),
          Map.entry("aws_internet_gateway", "ec2 delete-internet-gateway --internet-gateway-id %s"),
          Map.entry("aws_kms_alias", "kms delete-alias --alias-name %s"),
          Map.entry(
              "aws_kms_key", "kms schedule-key-deletion --pending-window-in-days 7 --key-id %s"),
          Map.entry("aws_launch_template", "ec2 delete-launch-template --launch-template-id %s"),
          Map.entry("aws_lb", "elbv2 delete-load-balancer --load-balancer-arn %s"),
          Map.entry("aws_lb_target_group", "elbv2 delete-target-group --target-group-arn %s"),
          Map.entry("aws_lambda_function", "lambda delete-function --function-name %s"),
          Map.entry("aws_nat_gateway", "ec2 delete-nat-gateway --nat-gateway-id %s"),
          Map.entry(
              "aws_network_interface", "ec2 delete-network-interface --network-interface-id %s"),
          Map.entry("aws_route_table", "ec2 delete-route-table --route-table-id %s"),
          Map.entry("aws_s3_bucket", "s3 rb --force s3://%s"),
          Map.entry("aws_secretsmanager_secret", "secretsmanager delete-secret --secret-id %s"),
          Map.entry("aws_security_group", "ec2 delete-security-group --group-id %s"),
          Map.entry("aws_sqs_queue", "sqs delete-queue --queue-url %s"),
          Map.entry("aws_subnet", "ec2 delete-subnet --subnet-id %s"),
          Map.entry("aws_vpc", "ec2 delete-vpc --vpc-id %s"),
          Map.entry("aws_vpc_endpoint", "ec2 delete-vpc-endpoints --vpc-endpoint-ids %s"));

  private RemovalCommand() {}

  /// Empty where no single command does it: then the cloud's console has to be looked at.
  ///
  /// @param region of the install, as its cloud spells it
  public static Optional<String> of(Belonging what, String region) {
    if (what.kind().equals(Belonging.RELEASE) || what.kind().equals(Belonging.OBJECTS)) {
      return Optional.empty(); // goes with the cluster; in one that stays it is more than a line
    }
    if (what.ofKubernetes()) {
      return Optional.of(kubernetes(what));
    }
    return switch (what.kind()) {
      case Belonging.IMAGES -> images(what.name());
      // roles are of no region, and go only when nothing hangs on them
      case "aws_iam_role" -> Optional.of(role(quoted(what.name())));
      case String kind ->
          Optional.ofNullable(AWS.get(kind))
              .map(verb -> verb.formatted(quoted(what.name())))
              .map(verb -> "aws --region %s %s".formatted(quoted(region), verb));
    };
  }

  private static String kubernetes(Belonging what) {
    String kind = what.kind().substring(Belonging.KUBERNETES.length());
    int slash = what.name().indexOf('/');
    return slash < 0
        ? "kubectl delete %s %s".formatted(quoted(kind), quoted(what.name()))
        : "kubectl delete --namespace %s %s %s"
            .formatted(
                quoted(what.name().substring(0, slash)),
                quoted(kind),
                quoted(what.name().substring(slash + 1)));
  }

  /// Of ECR, which is the registry that has commands of its own: its host says account and region.
  private static Optional<String> images(String name) {
    var ecr = Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com[a-z.]*/(.+)");
    var known = ecr.matcher(name);
    return known.matches()
        ? Optional.of(
            "aws --region %s ecr delete-repository --force --repository-name %s"
                .formatted(known.group(2), quoted(known.group(3))))
        : Optional.empty();
  }

  private static String role(String name) {
    return ("for p in $(aws iam list-role-policies --role-name %1$s --query 'PolicyNames[]' --output text);"
            + " do aws iam delete-role-policy --role-name %1$s --policy-name $p; done;"
            + " for p in $(aws iam list-attached-role-policies --role-name %1$s --query 'AttachedPolicies[].PolicyArn' --output text);"
            + " do aws iam detach-role-policy --role-name %1$s --policy-arn $p; done;"
            + " aws iam delete-role --role-name %1$s")
        .formatted(name);
  }

  private static String quoted(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
