package io.bowline.installer.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The charts, judged by programs that others use for theirs.
@Tag("real")
@RequiresPart("helm")
class ChartLintTest {
  private static final Path CHARTS = Path.of("kubernetes");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path scratch;

  /// What the scanners find, and why it is so.
  private static final List<String> NAMED =
      List.of(
          // a limit of processors makes copies and plans slow, and protects nobody: requests do
          "checkov CKV_K8S_11 StatefulSet.bowline.bowline-runner",
          "checkov CKV_K8S_11 StatefulSet.bowline.bowline-control-plane",
          "checkov CKV_K8S_11 Pod.bowline.bowline-runner-connected",
          "checkov CKV_K8S_11 Pod.bowline.bowline-control-plane-ready",
          "kube-score container-resources StatefulSet bowline-runner",
          "kube-score container-resources StatefulSet bowline-control-plane",
          "kube-score container-resources Pod bowline-runner-connected",
          "kube-score container-resources Pod bowline-control-plane-ready",
          // it works in the cluster by that token
          "checkov CKV_K8S_38 StatefulSet.bowline.bowline-runner",
          // the database's passwords are settings, which come from files beside the program or from
          // the environment
          "checkov CKV_K8S_35 StatefulSet.bowline.bowline-control-plane",
          // its watcher starts again what has ended, without losing the pod
          "checkov CKV_K8S_8 StatefulSet.bowline.bowline-runner",
          // tests that end
          "checkov CKV_K8S_8 Pod.bowline.bowline-runner-connected",
          "checkov CKV_K8S_8 Pod.bowline.bowline-control-plane-ready",
          "checkov CKV_K8S_9 Pod.bowline.bowline-runner-connected",
          "checkov CKV_K8S_9 Pod.bowline.bowline-control-plane-ready",
          "checkov CKV2_K8S_6 Pod.bowline.bowline-runner-connected",
          "checkov CKV2_K8S_6 Pod.bowline.bowline-control-plane-ready",
          "kube-score pod-networkpolicy Pod bowline-runner-connected",
          "kube-score pod-networkpolicy Pod bowline-control-plane-ready",
          "kube-score container-ephemeral-storage-request-and-limit Pod bowline-runner-connected",
          "kube-score container-ephemeral-storage-request-and-limit Pod bowline-control-plane-ready",
          // images are named by digest
          "kube-score container-image-pull-policy StatefulSet bowline-runner",
          "kube-score container-image-pull-policy StatefulSet bowline-control-plane",
          "kube-score container-image-pull-policy Pod bowline-runner-connected",
          "kube-score container-image-pull-policy Pod bowline-control-plane-ready",
          // nobody calls a runner, so it has no Service
          "kube-score statefulset-has-servicename StatefulSet bowline-runner");

  @ParameterizedTest
  @ValueSource(strings = {"bowline-runner", "bowline-control-plane"})
  void helmFindsNothingToComplainAbout(String chart) throws Exception {
    String said =
        run(
            "helm",
            "lint",
            "--strict",
            "--quiet",
            "--values=" + values(chart),
            CHARTS.resolve(chart).toString());
    assertThat(said).doesNotContain("[ERROR]", "[WARNING]");
  }

  @Test
  @RequiresPart({"checkov", "kube-score"})
  void theScannersFindOnlyWhatIsNamedHere() throws Exception {
    var found = new TreeSet<String>();
    for (String chart : List.of("bowline-runner", "bowline-control-plane")) {
      Path rendered = rendered(chart);
      found.addAll(checkov(rendered));
      found.addAll(score(rendered));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(NAMED);
  }

  private static List<String> checkov(Path rendered) throws Exception {
    JsonNode report =
        JSON.readTree(
            run(
                "checkov",
                "--framework=kubernetes",
                "--skip-download",
                "--output=json",
                "--soft-fail",
                "--file=" + rendered));
    assertThat(report.path("summary").path("passed").asInt()).isGreaterThan(60);
    List<String> found = new ArrayList<>();
    for (JsonNode each : report.path("results").path("failed_checks")) {
      found.add(
          "checkov %s %s"
              .formatted(each.path("check_id").asText(), each.path("resource").asText()));
    }
    return found;
  }

  private static List<String> score(Path rendered) throws Exception {
    List<String> found = new ArrayList<>();
    JsonNode report =
        JSON.readTree(
            run(
                "kube-score",
                "score",
                "--output-format=json",
                "--output-version=v2",
                "--kubernetes-version=v1.34",
                rendered.toString()));
    assertThat(report).isNotEmpty();
    for (JsonNode object : report) {
      for (JsonNode check : object.path("checks")) {
        if (check.path("grade").asInt() < 10 && !check.path("skipped").asBoolean()) {
          found.add(
              "kube-score %s %s %s"
                  .formatted(
                      check.at("/check/id").asText(),
                      object.at("/type_meta/kind").asText(),
                      object.at("/object_meta/name").asText()));
        }
      }
    }
    return found;
  }

  private Path rendered(String chart) throws Exception {
    String manifest =
        run(
            "helm",
            "template",
            chart,
            CHARTS.resolve(chart).toString(),
            "--namespace=bowline",
            "--kube-version=1.34.0",
            "--values=" + values(chart));
    return Files.writeString(scratch.resolve(chart + ".yaml"), manifest);
  }

  private static Path values(String chart) throws IOException {
    return CHARTS.resolve(chart).resolve("ci/lint-values.yaml").toRealPath();
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
