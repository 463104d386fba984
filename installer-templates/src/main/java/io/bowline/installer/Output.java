package io.bowline.installer;

import java.util.Locale;

/// What a base layer tells about itself when it is there, in every door.
public enum Output {
  ACCOUNT_ID("Account in which everything was made."),
  REGION("Region in which everything was made."),
  VPC_ID("Network of the data plane."),
  SUBNET_IDS("Private subnets of the data plane."),
  CLUSTER_NAME("Name of the cluster."),
  CLUSTER_ENDPOINT("Address of the Kubernetes API."),
  CLUSTER_AUTHORITY("Certificate authority of the Kubernetes API, base64."),
  REGISTRY("Where images are kept: host and prefix of the repositories."),
  RUNNER_ROLE_ARN("Role of the runner."),
  NODE_SECURITY_GROUP_ID("Group of every node; the rules of what may leave are its.");

  private final String help;

  Output(String help) {
    this.help = help;
  }

  public String help() {
    return help;
  }

  /// As Terraform writes it: `account_id`.
  public String snake() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// As templates write it: `AccountId`.
  public String camel() {
    var text = new StringBuilder();
    for (String part : snake().split("_", -1)) {
      text.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    return text.toString();
  }
}
