package io.bowline.installer.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Given;
import io.bowline.installer.render.Templates;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The template, judged by programs that others use for theirs.
@Tag("real")
class AwsStackLintTest {
  @TempDir Path scratch;

  @Test
  @RequiresPart("cfn-lint")
  @Tag("C19.lint-clean")
  @Tag("C2.aws-template")
  void theLinterHasNothingToSay() throws Exception {
    for (Door door : List.of(Door.AWS_STACK, Door.AWS_ROLE)) {
      String file = template(door).toString();
      assertThat(run("cfn-lint", "--regions", "eu-central-1", "us-east-1", "-t", file))
          .as(door.word())
          .isEmpty();
    }
  }

  /// What the scanner finds, and why it is so.
  private static final List<String> NAMED =
      List.of(
          // AWS encrypts log groups with a key of its own; ours would have to let the service of
          // logs in
          "CKV_AWS_158 AWS::Logs::LogGroup.ClusterLog",
          "CKV_AWS_158 AWS::Logs::LogGroup.LookLog",
          "CKV_AWS_158 AWS::Logs::LogGroup.StarterLog",
          // CloudFormation asks these two once, itself, and waits for the answer
          "CKV_AWS_115 AWS::Lambda::Function.LookFunction",
          "CKV_AWS_115 AWS::Lambda::Function.StarterFunction",
          "CKV_AWS_116 AWS::Lambda::Function.LookFunction",
          "CKV_AWS_116 AWS::Lambda::Function.StarterFunction",
          // it runs before there is a network
          "CKV_AWS_117 AWS::Lambda::Function.LookFunction",
          // a function inside a network needs actions that know no resources
          "CKV_AWS_111 AWS::IAM::Role.StarterRole");

  @Test
  @RequiresPart("checkov")
  void theScannerFindsOnlyWhatIsNamedHere() throws Exception {
    JsonNode report =
        JsonMapper.builder()
            .build()
            .readTree(
                run(
                    "checkov",
                    "--framework=cloudformation",
                    "--skip-download",
                    "--output=json",
                    "--soft-fail",
                    "--file=" + template(Door.AWS_STACK)));
    var found = new TreeSet<String>();
    for (JsonNode each : report.path("results").path("failed_checks")) {
      found.add(each.path("check_id").asText() + " " + each.path("resource").asText());
    }
    assertThat(report.path("summary").path("passed").asInt()).isGreaterThan(100);
    assertThat(found).containsExactlyInAnyOrderElementsOf(NAMED);
  }

  private Path template(Door door) throws IOException {
    Document document = Templates.render(door, Given.VENDOR, Optional.empty());
    return Files.writeString(scratch.resolve(document.file()), document.text());
  }

  private static String run(String part, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Parts.here().require(part).toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said.strip();
  }
}
