package io.bowline.terraform.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.bowline.installer.Door;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.aws.EmulatedAccount;
import io.bowline.testkit.process.Terraform;
import io.bowline.testkit.stack.GuideReading;
import io.bowline.testkit.stack.GuideReading.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands by which the guide has a person check, run by AWS's own command line: in an empty
/// account none of them says that anything is there, and in one with the base layer each prints
/// what the guide says.
@Tag("real")
@RequiresPart({"terraform", "moto_server", "aws"})
class AwsGuideChecksTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ID = "74a6a81e-3f28-44e7-8e94-39f2e222b71d";

  /// Runs many commands in one process: a start of the command line takes a second.
  private static final String RUNS =
      """
      import contextlib, io, json, shlex, sys
      from awscli.clidriver import create_clidriver
      driver = create_clidriver()
      said = []
      for line in json.load(open("commands.json")):
          out = io.StringIO()
          with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
              driver.main(shlex.split(line)[1:])
          said.append(out.getvalue())
      json.dump(said, open("said.json", "w"))
      """;

  @TempDir Path scratch;

  @Test
  @Tag("C21.same-source")
  void eachPrintsWhatTheGuideSaysOnceTheBaseLayerIsThere() throws Exception {
    List<Command> commands = new GuideReading(guide()).commands();
    assertThat(commands).hasSizeGreaterThan(50);
    try (var account = EmulatedAccount.open()) {
      assertThat(right(commands, account)).as("of an empty account").isEqualTo(THERE_ALREADY);
      applied(account);
      var wrong = new TreeSet<>(commands.stream().map(Command::line).toList());
      wrong.removeAll(right(commands, account));
      assertThat(wrong).as("not as the guide says").isEqualTo(NOT_ANSWERED);
    }
  }

  /// What the emulated account does not know how to answer.
  private static final Set<String> NOT_ANSWERED =
      Set.of(
          "aws eks list-pod-identity-associations --cluster-name bowline-acme-prod --namespace bowline --service-account bowline-runner --query \"associations[].serviceAccount\" --output text",
          "aws eks list-pod-identity-associations --cluster-name bowline-acme-prod --namespace kube-system --service-account ebs-csi-controller-sa --query \"associations[].serviceAccount\" --output text");

  /// What AWS has in every account.
  private static final Set<String> THERE_ALREADY =
      Set.of(
          "aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.eu-central-1.s3 --query \"PrefixLists[].PrefixListName\" --output text");

  /// Those that print what they have to.
  private Set<String> right(List<Command> commands, EmulatedAccount account) throws Exception {
    ArrayNode lines = JSON.createArrayNode();
    commands.forEach(each -> lines.add(each.line()));
    Files.writeString(scratch.resolve("commands.json"), lines.toString());
    Path python = Parts.here().cache().resolve("parts/aws/bin/python");
    var builder =
        new ProcessBuilder(python.toString(), "-c", RUNS)
            .directory(scratch.toFile())
            .redirectErrorStream(true);
    builder.environment().put("AWS_ENDPOINT_URL", account.address().toString());
    builder.environment().put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "secret");
    builder.environment().put("AWS_REGION", "eu-central-1");
    builder.environment().put("AWS_DEFAULT_REGION", "eu-central-1");
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    builder.environment().put("AWS_MAX_ATTEMPTS", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    var answers = new ArrayList<String>();
    JSON.readTree(scratch.resolve("said.json").toFile())
        .forEach(each -> answers.add(each.asText()));
    var right = new TreeSet<String>();
    for (int at = 0; at < commands.size(); at++) {
      if (answers.get(at).strip().replaceAll("\\s+", " ").equals(commands.get(at).prints())) {
        right.add(commands.get(at).line());
      }
    }
    return right;
  }

  private void applied(EmulatedAccount account) throws Exception {
    Path root = Files.createDirectory(scratch.resolve("root"));
    Terraform.copy(Path.of("aws"), root.resolve("aws"));
    Files.writeString(
        root.resolve("main.tf"),
        """
        provider "aws" {
          region = "eu-central-1"
        }

        module "data_plane" {
          source        = "./aws"
          name          = "acme-prod"
          install_id    = "%s"
          account_id    = "123456789012"
          vpc           = {}
          control_plane = { cidrs = ["203.0.113.0/28"] }
        }
        """
            .formatted(ID));
    Terraform terraform =
        Terraform.real(root, scratch)
            .with("AWS_ENDPOINT_URL", account.address().toString())
            .with("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            .with("AWS_SECRET_ACCESS_KEY", "secret")
            .with("AWS_EC2_METADATA_DISABLED", "true");
    terraform.require(0, "init", "-no-color");
    terraform.require(0, "apply", "-auto-approve", "-no-color");
  }

  private static String guide() {
    var vendor =
        new Vendor(
            List.of("203.0.113.0/28"),
            Optional.empty(),
            new Vendor.RunnerKit("image", "{\"keys\":[]}", "mode: signed\n", "{}"),
            Optional.empty());
    var site = new Site("acme-prod", ID, "123456789012", "eu-central-1", "external");
    return Templates.render(Door.AWS_GUIDE, vendor, Optional.of(site)).text();
  }
}
