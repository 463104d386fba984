package io.bowline.installer;

import java.util.List;

/// How what a door has made is taken away, by whoever has opened it.
///
/// @param door as a person reads it
/// @param commands in this order; what a person puts in is in capitals
/// @param hint what goes wrong there; empty when nothing does
public record Teardown(String door, List<String> commands, String hint) {
  public Teardown {
    commands = List.copyOf(commands);
  }

  /// Each way that there is into such an account, since nobody but the customer knows which it was.
  ///
  /// @param cloud as the API spells it: aws, azure, gcp, oci or byok
  /// @param name of the install
  /// @param region of the install
  public static List<Teardown> of(String cloud, String name, String region) {
    return switch (cloud) {
      case "aws" ->
          List.of(
              new Teardown(
                  Door.AWS_STACK.title(),
                  List.of(
                      "aws --region %s cloudformation delete-stack --stack-name bowline-%s"
                          .formatted(region, name),
                      "aws --region %s cloudformation wait stack-delete-complete --stack-name bowline-%s"
                          .formatted(region, name)),
                  "A repository with images in it stops the deletion, unless DeleteImages was true: delete"
                      + " it first. AWS keeps the key for 30 days, scheduled for deletion."),
              terraform(),
              role(name));
      case "azure" ->
          List.of(
              new Teardown(
                  Door.AZURE_ARM.title(),
                  List.of(
                      "az group delete --name bowline-%s-starter".formatted(name),
                      "az group delete --name bowline-%s".formatted(name)),
                  "The first group is there only if the starter did not take itself away."),
              terraform());
      case "gcp" -> List.of(google(name, region), terraform());
      case "oci" -> List.of(oracle(), terraform());
      case String _ ->
          List.of(
              new Teardown(
                  "Helm",
                  List.of("helm uninstall bowline-runner --namespace NAMESPACE"),
                  "If the runner was put there as a chart."),
              new Teardown(
                  "By hand, or by a fleet",
                  List.of(
                      "kubectl delete namespace NAMESPACE",
                      "kubectl delete clusterrolebinding,clusterrole bowline-runner.NAMESPACE --ignore-not-found"),
                  "If the namespace was made for the runner; its volume goes with it."));
    };
  }

  private static Teardown google(String name, String region) {
    return new Teardown(
        Door.GCP_BLUEPRINT.title(),
        List.of(
            "gcloud infra-manager deployments delete projects/PROJECT/locations/%s/deployments/bowline-%s"
                .formatted(region, name)),
        "It works under the account that made it: make that again first, with its role. The key ring"
            + " stays, with a key that can do nothing any more.");
  }

  private static Teardown oracle() {
    return new Teardown(
        Door.ORACLE_STACK.title(),
        List.of(
            "oci resource-manager job create-destroy-job --stack-id STACK --execution-plan-strategy AUTO_APPROVED --wait-for-state SUCCEEDED",
            "oci resource-manager stack delete --stack-id STACK"),
        "Repositories that the runner made have to be deleted first. Oracle keeps the vault for some"
            + " time, scheduled for deletion.");
  }

  private static Teardown terraform() {
    return new Teardown(
        "The Terraform module",
        List.of("terraform destroy"),
        "In the folder in which it was applied, where its state is.");
  }

  private static Teardown role(String name) {
    String role = "bowline-installer-" + name;
    return new Teardown(
        "The one-shot role, if there is one and it was not deleted when the install became active",
        List.of(
            "aws iam delete-role-policy --role-name %s --policy-name make".formatted(role),
            "aws iam delete-role --role-name " + role,
            "aws iam delete-policy --policy-arn arn:aws:iam::ACCOUNT:policy/" + role,
            "aws iam delete-policy --policy-arn arn:aws:iam::ACCOUNT:policy/bowline-boundary"),
        "The stack may have been made under it: delete the stack first. Other installs may use"
            + " bowline-boundary.");
  }
}
