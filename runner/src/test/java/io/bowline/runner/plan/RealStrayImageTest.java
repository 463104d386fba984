package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.Finding;
import io.bowline.model.job.Outcome;
import io.bowline.runner.finding.Board;
import io.bowline.runner.work.JobEnd;
import io.bowline.testkit.RequiresPart;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real cluster with a kubelet: an image that somebody runs from elsewhere is found while its
/// pod is there.
@Tag("real")
@RequiresPart("kubeconfig")
class RealStrayImageTest {
  /// The node's own registry under a name that is not the customer's.
  private static final String ELSEWHERE = "localhost:5000/busybox:1";

  @TempDir Path folder;

  @Test
  @Tag("C61.running-subset")
  void whatSomebodyRunsFromElsewhereIsAFindingUntilItsPodGoes() throws Exception {
    try (RealPlace real = RealPlace.start(folder);
        PlanStory story = new PlanStory(real.place(), folder.resolve("story"))) {
      JobEnd end = story.rollOut(small(story));
      assertThat(end.outcome()).as(end + " " + story.said).isInstanceOf(Outcome.Done.class);
      var board = new Board();
      assertThat(looked(story, board)).as("all that was synced and deployed").isEmpty();

      Resource<Pod> pod =
          story
              .install
              .cluster()
              .client()
              .pods()
              .inNamespace(story.install.namespace())
              .resource(pod());
      pod.create();
      pod.waitUntilCondition(RealStrayImageTest::runs, 120, TimeUnit.SECONDS);
      assertThat(looked(story, board))
          .singleElement()
          .isInstanceOfSatisfying(
              Finding.ForeignImage.class,
              found -> {
                assertThat(found.image()).isEqualTo(ELSEWHERE);
                assertThat(found.place())
                    .isEqualTo(
                        new Finding.Place(
                            story.install.namespace(), "Pod/by-hand", "main", "by-hand"));
                assertThat(found.why()).contains("is not from the customer's registry");
                assertThat(found.since()).isPresent();
              });

      pod.withGracePeriod(0).delete();
      pod.waitUntilCondition(Objects::isNull, 120, TimeUnit.SECONDS);
      assertThat(looked(story, board)).isEmpty();
    }
  }

  /// The generator alone: the quickest to become healthy.
  private static Digest small(PlanStory story) throws Exception {
    return story.publish(
        "v1",
        desk -> {
          desk.without("topics");
          desk.without("connector");
          desk.without("broker");
        });
  }

  private static List<Finding> looked(PlanStory story, Board board) throws Exception {
    story.watch(board).look();
    return board
        .after(0, Duration.ofMillis(1))
        .map(told -> told.report().findings())
        .orElse(List.of());
  }

  private static boolean runs(Pod pod) {
    return pod != null && pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("by-hand")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage(ELSEWHERE)
        .withCommand("sleep", "3600")
        .endContainer()
        .endSpec()
        .build();
  }
}
