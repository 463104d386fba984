package io.bowline.driver.aws.ground;

import io.bowline.model.preflight.Seen;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// Whether the names are free that an install gives to what it makes: a template that is run twice,
/// or what an earlier try left behind, is found here and not half-way.
record Names(Lines lines, Wish wish) {
  private static final List<String> ROLES =
      List.of("cluster", "nodes", "volumes", "runner", "look", "starter");
  private static final String MEANS =
      "AWS would refuse to make it once more: the installer stops there, half-way.";
  private static final String FIX =
      "If the install is in use, give this one another name. If it is left of an earlier try, take that away with the"
          + " installer's own teardown (delete the stack, terraform destroy), or, when there is none any more, by hand:";

  List<Seen> look() {
    return List.of(
        new Look("names.cluster", "eks:ListClusters").one(this::cluster),
        new Look("names.machines", "ec2:DescribeLaunchTemplates").one(this::template),
        new Look("names.registry", "ecr:DescribeRepositories").one(this::registry),
        new Look("names.roles", "iam:GetRole").one(this::roles));
  }

  private Seen cluster() {
    if (!lines.eks().listClustersPaginator().clusters().stream().toList().contains(wish.prefix())) {
      return free("names.cluster");
    }
    return taken(
        "names.cluster",
        "there is a cluster " + wish.prefix(),
        List.of(
            "aws eks delete-cluster --region %s --name %s"
                .formatted(wish.region(), wish.prefix())));
  }

  private Seen template() {
    String name = wish.prefix() + "-system";
    try {
      if (lines
          .ec2()
          .describeLaunchTemplates(ask -> ask.launchTemplateNames(name))
          .launchTemplates()
          .isEmpty()) {
        return free("names.machines");
      }
    } catch (Ec2Exception e) {
      if (e.awsErrorDetails() != null
          && String.valueOf(e.awsErrorDetails().errorCode())
              .startsWith("InvalidLaunchTemplateName.NotFound")) {
        return free("names.machines");
      }
      throw e;
    }
    return taken(
        "names.machines",
        "there is a launch template " + name,
        List.of(
            "aws ec2 delete-launch-template --region %s --launch-template-name %s"
                .formatted(wish.region(), name)));
  }

  private Seen registry() {
    String name = wish.prefix() + "/runner";
    try {
      lines.ecr().describeRepositories(ask -> ask.repositoryNames(name));
    } catch (RepositoryNotFoundException e) {
      return free("names.registry");
    }
    return taken(
        "names.registry",
        "there is a repository " + name,
        List.of(
            "aws ecr delete-repository --region %s --repository-name %s"
                .formatted(wish.region(), name)));
  }

  private Seen roles() {
    var there = new ArrayList<String>();
    var commands = new ArrayList<String>();
    for (String each : ROLES) {
      String role = wish.prefix() + "-" + each;
      if (exists(role)) {
        there.add(role);
        commands.addAll(removal(role));
      }
    }
    return there.isEmpty()
        ? free("names.roles")
        : taken("names.roles", "there is " + String.join(", ", there), commands);
  }

  private boolean exists(String role) {
    try {
      lines.iam().getRole(ask -> ask.roleName(role));
      return true;
    } catch (NoSuchEntityException e) {
      return false;
    }
  }

  /// A role goes when nothing hangs on it any more.
  private List<String> removal(String role) {
    var commands = new ArrayList<String>();
    lines
        .iam()
        .listAttachedRolePoliciesPaginator(ask -> ask.roleName(role))
        .attachedPolicies()
        .forEach(policy ->
            commands.add(
                "aws iam detach-role-policy --role-name %s --policy-arn %s"
                    .formatted(role, policy.policyArn())));
    lines
        .iam()
        .listRolePoliciesPaginator(ask -> ask.roleName(role))
        .policyNames()
        .forEach(policy ->
            commands.add(
                "aws iam delete-role-policy --role-name %s --policy-name %s"
                    .formatted(role, policy)));
    commands.add("aws iam delete-role --role-name " + role);
    return commands;
  }

  private Seen free(String check) {
    return Seen.ok(check, "nothing there is called %s".formatted(wish.prefix()));
  }

  private static Seen taken(String check, String seen, List<String> commands) {
    return Seen.fail(check, seen, MEANS, FIX).by(commands);
  }
}
