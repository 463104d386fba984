package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told of pods' images.
class PodImagesTest {
  private final PodImages images = new PodImages();

  private static ObjectNode pod(String name, String image) {
    ObjectNode pod = Json.object();
    pod.putObject("metadata").put("namespace", "stream").put("name", name);
    pod.putObject("spec")
        .putArray("containers")
        .addObject()
        .put("name", "main")
        .put("image", image);
    pod.putObject("status").put("phase", "Running");
    return pod;
  }

  private static void owner(ObjectNode pod, String kind, String name, boolean controls) {
    ((ObjectNode) pod.path("metadata"))
        .withArray("ownerReferences")
        .addObject()
        .put("kind", kind)
        .put("name", name)
        .put("controller", controls);
  }

  @Test
  @Tag("C61.running-subset")
  void theFiveThousandPodsOfAWorkloadAreOneUseSinceTheOldestOfThem() {
    for (int n = 0; n < 5_000; n++) {
      ObjectNode pod = pod("web-6d5f-" + n, "reg.example/web:1");
      ((ObjectNode) pod.path("metadata"))
          .put("creationTimestamp", Instant.ofEpochSecond(2_000_000 - n).toString())
          .putObject("labels")
          .put("pod-template-hash", "6d5f");
      owner(pod, "ReplicaSet", "web-6d5f", true);
      images.add(pod);
    }
    assertThat(images.uses())
        .singleElement()
        .satisfies(use -> {
          assertThat(use.pods()).isEqualTo(5_000);
          assertThat(use.place().workload()).isEqualTo("Deployment/web");
          assertThat(use.since()).contains(Instant.ofEpochSecond(2_000_000 - 4_999));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "StatefulSet, db, StatefulSet/db",
    "ReplicaSet, by-hand, ReplicaSet/by-hand",
    "Job, backup-29384120, CronJob/backup",
    "Job, once, Job/once"
  })
  void theWorkloadIsWhatAPersonWouldChange(String kind, String name, String workload) {
    ObjectNode pod = pod("p", "web");
    owner(pod, "Nobody", "other", false);
    owner(pod, kind, name, true);
    images.add(pod);
    assertThat(images.uses().getFirst().place().workload()).isEqualTo(workload);
  }

  @Test
  void everyKindOfContainerCountsAndPodsThatAreOverDoNot() {
    ObjectNode pod = pod("p", "main-image");
    ((ObjectNode) pod.path("spec"))
        .putArray("initContainers")
        .addObject()
        .put("name", "init")
        .put("image", "init-image");
    ((ObjectNode) pod.path("spec"))
        .putArray("ephemeralContainers")
        .addObject()
        .put("name", "debug")
        .put("image", "debug-image");
    images.add(pod);
    ObjectNode over = pod("q", "over-image");
    over.putObject("status").put("phase", "Succeeded");
    images.add(over);
    assertThat(images.images()).containsExactly("debug-image", "init-image", "main-image");
  }

  @Test
  void anImagesTextIsCutAndShownWithoutWhatATerminalWouldObey() {
    images.add(pod("p", "a\u001b[2J\n\u202eb"));
    images.add(pod("q", "x".repeat(1 << 20)));
    images.add(pod("r", ""));
    assertThat(images.images()).contains("", "a?[2J??b");
    assertThat(images.images()).allMatch(image -> image.length() <= 503);
  }

  @Test
  void whatAPodDoesNotSayIsNotMadeUp() {
    ObjectNode pod = pod("p", "web");
    ((ObjectNode) pod.path("metadata")).put("creationTimestamp", "yesterday");
    images.add(pod);
    images.add(Json.object());
    assertThat(images.uses())
        .singleElement()
        .satisfies(use -> {
          assertThat(use.since()).isEmpty();
          assertThat(use.place().workload()).isEqualTo("Pod/p");
        });
    assertThat(List.copyOf(images.images())).containsExactly("web");
  }
}
