package io.bowline.installer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A way in which a customer has the base layer made, or the runner put into a cluster of theirs.
public enum Door {
  /// A stack of CloudFormation, by a link or a command.
  AWS_STACK("aws", "cloudformation", "One click: a CloudFormation stack"),
  /// What a person does in the console, step by step.
  AWS_GUIDE("aws", "guide", "By hand: each step in the console, with a check after it"),
  /// The one-shot role, under which a stack is made or which is lent; a stack of its own.
  AWS_ROLE("aws", "installer-role", "The role that only creates, under which the stack is made"),
  /// A template of Azure's own, by the portal's form or a command.
  AZURE_ARM("azure", "arm", "One click: Deploy to Azure"),
  /// What the portal shows for that template: a file beside it.
  AZURE_FORM("azure", "portal-form", "The portal's form for that template, a file beside it"),
  /// A blueprint of Google's Infrastructure Manager: an archive with what to do in it.
  GCP_BLUEPRINT("gcp", "infra-manager", "By Cloud Shell: a blueprint of Infrastructure Manager"),
  /// What a person does in Cloud Shell with that archive, step by step: it is in there, too.
  GCP_TUTORIAL("gcp", "tutorial", "The tutorial in that blueprint, to be read"),
  /// A stack of Oracle's Resource Manager, by a link or an upload.
  ORACLE_STACK("oci", "resource-manager", "One click: a stack of Oracle's Resource Manager"),
  /// Into a cluster that is there already, by Helm; nothing around the cluster is made.
  HELM("byok", "helm", "A cluster of yours: values of the chart bowline-runner");

  private final String cloud;
  private final String word;
  private final String title;

  Door(String cloud, String word, String title) {
    this.cloud = cloud;
    this.word = word;
    this.title = title;
  }

  /// The cloud as the API spells it: aws, azure, gcp, oci; byok for a cluster of one's own.
  public String cloud() {
    return cloud;
  }

  /// What it is called in addresses and commands; one cloud has no two of the same word.
  public String word() {
    return word;
  }

  /// As a person reads it.
  public String title() {
    return title;
  }

  /// Those of a cloud, the easiest first.
  public static List<Door> of(String cloud) {
    return Arrays.stream(values()).filter(door -> door.cloud.equals(cloud)).toList();
  }

  /// The one of a cloud that is called so.
  public static Optional<Door> named(String cloud, String word) {
    return of(cloud).stream().filter(door -> door.word.equals(word)).findFirst();
  }
}
