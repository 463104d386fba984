package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.Holdings;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.runner.plan.SampleBundle.Edit;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.runner.work.JobEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An install goes, and its data stays for as long as nobody has named it.
class KeptDataTest {
  private static final String SET = "charts/broker/templates/statefulset.yaml";

  /// The chart's own claim, which Helm would take away with it.
  private static final String ARCHIVE =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata:
        name: archive
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 3Gi
      """;

  @TempDir static Path home;
  private static SimulatedPlace simulated;
  @TempDir Path folder;
  private PlanStory story;

  @BeforeAll
  static void start() throws IOException {
    simulated = SimulatedPlace.start(home);
  }

  @AfterAll
  static void stop() {
    simulated.close();
  }

  @BeforeEach
  void open() throws Exception {
    story = new PlanStory(simulated.place(), folder);
    var edits = new ArrayList<>(KilledStoryContract.WITHOUT_TERRAFORM);
    edits.add(new Edit("timeout: 2m", "timeout: 20s"));
    edits.add(new Edit("stableFor: 1s", "stableFor: 0s"));
    Digest release =
        story.publish(
            "v1",
            desk -> {
              desk.append("charts/broker/templates/archive.yaml", ARCHIVE);
              desk.replace(
                  SET,
                  "  podManagementPolicy: Parallel\n",
                  """
                    podManagementPolicy: Parallel
                    persistentVolumeClaimRetentionPolicy:
                      whenDeleted: Delete
                    volumeClaimTemplates:
                      - metadata:
                          name: data
                        spec:
                          accessModes: [ReadWriteOnce]
                          resources:
                            requests:
                              storage: 10Gi
                  """);
            },
            edits.toArray(Edit[]::new));
    JobEnd end = story.rollOut(release);
    assertThat(end.outcome()).as(end.toString()).isEqualTo(new Outcome.Done());
    Holdings told = ((JobReport.Applied) end.report()).holdings();
    assertThat(told.whole()).isTrue();
    assertThat(told.items())
        .filteredOn(Belonging::holdsData)
        .extracting(one -> one.maker() + " " + one.kind() + " " + one.size())
        .containsExactlyInAnyOrder(
            "broker kubernetes/PersistentVolumeClaim 3Gi",
            "broker kubernetes/PersistentVolume 3Gi",
            "broker kubernetes/PersistentVolumeClaim 10Gi",
            "broker kubernetes/PersistentVolume 10Gi");
    assertThat(told.items())
        .extracting(one -> one.kind().replace("kubernetes/", "") + " " + one.name())
        .contains("StatefulSet " + at("broker"), "Deployment " + at("connector"))
        .anyMatch(text -> text.startsWith("image-repository ") && text.endsWith("/acme/sample"));
  }

  @AfterEach
  void close() {
    if (story != null) {
      story.close();
    }
  }

  private String at(String name) {
    return story.install.namespace() + "/" + name;
  }

  private String claim(String name) {
    return Belonging.CLAIM + "/" + at(name);
  }

  private ObjectKey key(String name) {
    return new ObjectKey("v1", "PersistentVolumeClaim", story.install.namespace(), name);
  }

  private List<String> claims() {
    return story
        .install
        .cluster()
        .list("v1", "PersistentVolumeClaim", story.install.namespace(), Map.of())
        .stream()
        .map(claim -> claim.path("metadata").path("name").asText())
        .sorted()
        .toList();
  }

  private String policyOf(String claim) {
    String volume =
        story
            .install
            .cluster()
            .get(key(claim))
            .orElseThrow()
            .path("spec")
            .path("volumeName")
            .asText();
    return story
        .install
        .cluster()
        .get(new ObjectKey("v1", "PersistentVolume", "", volume))
        .orElseThrow()
        .path("spec")
        .path("persistentVolumeReclaimPolicy")
        .asText();
  }

  /// As the controller of a StatefulSet does that takes its claims with it.
  private void own(String claim) {
    ObjectNode set =
        story
            .install
            .cluster()
            .get(new ObjectKey("apps/v1", "StatefulSet", story.install.namespace(), "broker"))
            .orElseThrow();
    ObjectNode patch = Json.object();
    patch
        .putObject("metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "apps/v1")
        .put("kind", "StatefulSet")
        .put("name", "broker")
        .put("uid", set.path("metadata").path("uid").asText());
    ObjectNode _ = story.install.cluster().merge(key(claim), patch);
  }

  private static Map<String, Boolean> data(JobEnd end) {
    return ((JobReport.Uninstalled) end.report())
        .holdings().items().stream()
            .filter(one -> one.kind().equals(Belonging.CLAIM))
            .collect(
                Collectors.toMap(
                    one -> one.name().substring(one.name().indexOf('/') + 1), Belonging::there));
  }

  @Test
  @Tag("C31.data-kept")
  void dataOutlivesItsChartAndItsSetUntilItsNameIsSaid() throws Exception {
    own("data-broker-0");
    JobEnd wrong = story.uninstall(claim("archiv"));
    assertThat(wrong.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) wrong.outcome()).failure().reason()).isEqualTo("erase-unknown");
    assertThat(((Outcome.Failed) wrong.outcome()).failure().message())
        .contains("nothing was removed", claim("archiv"), claim("archive"));
    assertThat(story.install.state()).containsKey("StatefulSet/broker");

    JobEnd end = story.uninstall();
    assertThat(end.outcome()).as(story.said.toString()).isEqualTo(new Outcome.Done());
    assertThat(story.install.state()).doesNotContainKeys("StatefulSet/broker", "Service/broker");
    assertThat(claims()).containsExactly("archive", "data-broker-0");
    assertThat(data(end)).isEqualTo(Map.of("archive", true, "data-broker-0", true));
    assertThat(policyOf("archive")).as("whoever deletes the claim").isEqualTo("Retain");
    var report = (JobReport.Uninstalled) end.report();
    assertThat(report.leftBehind()).contains(claim("archive") + " (3Gi)");
    assertThat(report.holdings().items())
        .filteredOn(one -> one.name().equals(at("broker")))
        .isNotEmpty()
        .noneMatch(Belonging::there);

    JobEnd named = story.uninstall(claim("archive"));
    assertThat(named.outcome()).isEqualTo(new Outcome.Done());
    assertThat(claims()).containsExactly("data-broker-0");
    assertThat(data(named)).isEqualTo(Map.of("archive", false, "data-broker-0", true));
  }

  @Test
  @Tag("C31.data-kept")
  void aNamedClaimGoesWithItsVolumeAndTheOtherStays() throws Exception {
    JobEnd end = story.uninstall(claim("data-broker-0"));
    assertThat(end.outcome()).as(story.said.toString()).isEqualTo(new Outcome.Done());
    assertThat(claims()).containsExactly("archive");
    assertThat(data(end)).isEqualTo(Map.of("archive", true, "data-broker-0", false));
    assertThat(story.said)
        .contains("broker SUCCEEDED removed, but for what holds data: " + claim("archive"));
  }
}
