package io.bowline.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cloud.permission.Permissions;
import io.bowline.model.place.Cloud;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.aws.EmulatedAccount;
import io.bowline.testkit.process.Terraform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The base layer in AWS, made and taken away again by real Terraform with the real provider, in an
/// account that was not written here.
@Tag("real")
@RequiresPart({"terraform", "moto_server"})
class AwsBaseLayerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path scratch;
  private EmulatedAccount account;
  private Terraform terraform;

  @BeforeEach
  void open() throws Exception {
    Path root = Files.createDirectory(scratch.resolve("root"));
    Terraform.copy(Path.of("aws"), root.resolve("aws"));
    Files.writeString(
        root.resolve("main.tf"),
        """
        provider "aws" {
          region = "eu-central-1"
        }

        module "data_plane" {
          source     = "./aws"
          name       = "acme-prod"
          install_id = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
          account_id = "123456789012"
          vpc        = {}
          control_plane = {
            cidrs = ["203.0.113.0/28"]
          }
          installer_access = "arn:aws:iam::123456789012:role/bowline-installer"
        }
        """);
    terraform = Terraform.real(root, scratch);
    account = EmulatedAccount.open();
    terraform
        .with("AWS_ENDPOINT_URL", account.address().toString())
        .with("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .with("AWS_SECRET_ACCESS_KEY", "secret")
        .with("AWS_EC2_METADATA_DISABLED", "true")
        .require(0, "init", "-no-color");
  }

  @AfterEach
  void close() {
    if (account != null) {
      account.close();
    }
  }

  @Test
  @Tag("C27.base-layer-exact")
  @Tag("C54.managed-vpc")
  void itIsMadeOnceAndGoesAwayWithoutATrace() throws Exception {
    terraform.require(0, "apply", "-auto-approve", "-no-color");
    Map<String, Integer> made = made();
    assertThat(made)
        .containsEntry("aws_vpc", 1)
        .containsEntry("aws_eks_cluster", 1)
        .containsEntry("aws_eks_node_group", 1)
        .containsEntry("aws_ecr_repository", 1)
        .containsEntry("aws_subnet", 6)
        .containsEntry("aws_iam_role", 4)
        .containsEntry("aws_eks_addon", 2);
    assertThat(made.keySet()).isEqualTo(BASE_LAYER);
    assertThat(account.additions()).isEqualTo(6);

    assertThat(wouldChange()).allMatch(SLIP.asMatchPredicate());

    terraform.require(0, "destroy", "-auto-approve", "-no-color");
    assertThat(made()).isEmpty();
    assertThat(account.additions()).isZero();
    assertThat(account.calls().stream().filter(call -> !known(call)).toList())
        .as("calls that the downloadable list of permissions does not allow")
        .isEmpty();
  }

  /// All kinds of resource there are in a base layer; another one is another promise to the
  /// customer.
  private static final Set<String> BASE_LAYER =
      new TreeSet<>(
          List.of(
              "aws_cloudwatch_log_group",
              "aws_default_security_group",
              "aws_ecr_repository",
              "aws_eip",
              "aws_eks_access_entry",
              "aws_eks_access_policy_association",
              "aws_eks_addon",
              "aws_eks_cluster",
              "aws_eks_node_group",
              "aws_eks_pod_identity_association",
              "aws_iam_role",
              "aws_iam_role_policy",
              "aws_iam_role_policy_attachment",
              "aws_internet_gateway",
              "aws_kms_alias",
              "aws_kms_key",
              "aws_launch_template",
              "aws_nat_gateway",
              "aws_route",
              "aws_route_table",
              "aws_route_table_association",
              "aws_security_group",
              "aws_subnet",
              "aws_vpc",
              "aws_vpc_endpoint",
              "aws_vpc_security_group_egress_rule",
              "aws_vpc_security_group_ingress_rule"));

  /// Moto drops the sentence of a rule whose other side is a group or a list.
  private static final Pattern SLIP =
      Pattern.compile("update aws_vpc_security_group_(in|e)gress_rule description");

  /// What a second run would do: the action, the kind of resource, and which attributes.
  private Set<String> wouldChange() throws IOException, InterruptedException {
    terraform.require(0, "plan", "-out=again", "-no-color");
    JsonNode plan = JSON.readTree(terraform.require(0, "show", "-json", "-no-color", "again"));
    var changes = new TreeSet<String>();
    for (JsonNode resource : plan.path("resource_changes")) {
      JsonNode change = resource.path("change");
      String action = change.path("actions").path(0).asText();
      if (!action.equals("no-op")) {
        var attributes = new TreeSet<String>();
        for (var after : change.path("after").properties()) {
          if (!after.getValue().equals(change.path("before").path(after.getKey()))) {
            attributes.add(after.getKey());
          }
        }
        changes.add(
            "%s %s %s"
                .formatted(action, resource.path("type").asText(), String.join(",", attributes)));
      }
    }
    return changes;
  }

  private static boolean known(String call) {
    return call.equals("sts:GetCallerIdentity")
        || Permissions.of(Cloud.AWS).actions().contains(call);
  }

  private Map<String, Integer> made() throws IOException, InterruptedException {
    JsonNode state = JSON.readTree(terraform.require(0, "show", "-json", "-no-color"));
    var kinds = new TreeMap<String, Integer>();
    var modules = new ArrayList<JsonNode>();
    modules.add(state.path("values").path("root_module"));
    for (int at = 0; at < modules.size(); at++) {
      modules.get(at).path("child_modules").forEach(modules::add);
      for (JsonNode resource : modules.get(at).path("resources")) {
        if (resource.path("mode").asText().equals("managed")) {
          kinds.merge(resource.path("type").asText(), 1, Integer::sum);
        }
      }
    }
    return kinds;
  }
}
