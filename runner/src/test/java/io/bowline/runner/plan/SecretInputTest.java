package io.bowline.runner.plan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.runner.plan.SampleBundle.Edit;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.runner.work.JobEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A secret input, from the plan to the running pods, with a canary for its value.
@Timeout(900)
final class SecretInputTest {
  private static final String CANARY = "canary-7f3a9c51";
  private static final List<Edit> WITH_A_SECRET =
      List.of(
          new Edit(
              "inputs:\n",
              "inputs:\n  - name: password\n    type: secret\n    required: true\n    help: x\n"),
          new Edit(
              "        PREFIX: ${inputs.topicPrefix}\n",
              "        PREFIX: ${inputs.topicPrefix}\n        PASSWORD: ${inputs.password}\n"),
          new Edit(
              "      retentionHours: 24\n",
              "      retentionHours: 24\n      password: ${inputs.password}\n"),
          new Edit(
              "            - name: RETENTION_HOURS\n",
              """
              - name: PASSWORD
                valueFrom:
                  secretKeyRef: {{ toJson .Values.password }}
              - name: RETENTION_HOURS
              """
                  .indent(12)));

  @TempDir Path home;

  @Test
  void isAReferenceEverywhereAndItsValueNowhere() throws Exception {
    try (var place = SimulatedPlace.start(home);
        var story = new PlanStory(place.place(), home.resolve("runner"))) {
      String namespace = story.install.namespace();
      customersSecret(story, "credentials");
      customersSecret(story, "other");
      var edits = new ArrayList<>(KilledStoryContract.WITHOUT_TERRAFORM);
      edits.addAll(WITH_A_SECRET);
      Digest release = story.publish("v1", edits.toArray(Edit[]::new));
      JobReport.Planned plan = planned(story, release, namespace + "/credentials#password");
      JobEnd end = story.apply(plan);
      assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Done.class);
      for (ObjectKey workload :
          List.of(
              new ObjectKey("apps/v1", "Deployment", namespace, "generator"),
              new ObjectKey("apps/v1", "StatefulSet", namespace, "broker"))) {
        String object = story.install.cluster().get(workload).orElseThrow().toString();
        assertThat(object)
            .contains("\"secretKeyRef\":{\"key\":\"password\",\"name\":\"credentials\"}")
            .doesNotContain(CANARY);
      }
      assertNowhere(home.resolve("runner"));
      assertThat(story.said + plan.toString() + end).doesNotContain(CANARY);
      JobReport.Planned other = planned(story, release, namespace + "/other#password");
      assertThat(other.plan().steps())
          .filteredOn(step -> step.name().equals("generator"))
          .noneMatch(step -> plan.plan().steps().contains(step));
    }
  }

  @Test
  void aSecretOfAnotherNamespaceIsRefusedAtPlanning() throws Exception {
    try (var place = SimulatedPlace.start(home);
        var story = new PlanStory(place.place(), home.resolve("runner"))) {
      var edits = new ArrayList<>(KilledStoryContract.WITHOUT_TERRAFORM);
      edits.addAll(WITH_A_SECRET);
      Digest release = story.publish("v1", edits.toArray(Edit[]::new));
      JobEnd end = story.plan(release, 1, Map.of("password", "elsewhere/credentials#password"));
      assertThat(end.toString()).contains("is not in namespace " + story.install.namespace());
    }
  }

  private static JobReport.Planned planned(PlanStory story, Digest release, String secret)
      throws InterruptedException {
    JobEnd end = story.plan(release, 1, Map.of("password", secret));
    assertThat(end.report()).as(end.toString()).isInstanceOf(JobReport.Planned.class);
    return (JobReport.Planned) end.report();
  }

  private static void customersSecret(PlanStory story, String name) {
    ObjectNode secret = Json.object();
    secret.put("apiVersion", "v1").put("kind", "Secret");
    secret.putObject("metadata").put("name", name).put("namespace", story.install.namespace());
    secret.putObject("stringData").put("password", CANARY);
    assertThat(story.install.cluster().create(secret)).isTrue();
  }

  /// In no file of the runner, neither plain nor in base64.
  private static void assertNowhere(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), ISO_8859_1);
        assertThat(text.contains(CANARY)).as("%s", file).isFalse();
        assertThat(text.contains(Base64.getEncoder().encodeToString(CANARY.getBytes(ISO_8859_1))))
            .as("%s", file)
            .isFalse();
      }
    }
  }
}
