package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.runner.plan.BrokenRelease.Fault;
import io.bowline.runner.plan.BrokenRelease.Part;
import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.runner.work.JobEnd;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An install that runs a good release meets one broken release after another: each kind of fault
/// in each kind of component. Every time the whole bundle returns by itself.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReturnContract {
  private static final String RUNNER_IMAGE = "bowline/runner";

  private PlanStory story;
  private Digest good;
  private int sequence = 2;

  abstract Place place(Path home) throws IOException;

  /// Which releases are tried here, in this order.
  abstract Stream<BrokenRelease> releases();

  /// Whether the sample has its Terraform component here.
  boolean topics() {
    return true;
  }

  /// Clears the place away.
  void leave() {}

  /// Lets the API refuse the container's Service, once it is asked for.
  void refuseService() {
    throw new UnsupportedOperationException("nothing refuses objects here");
  }

  @BeforeAll
  void install(@TempDir Path folder) throws Exception {
    story = new PlanStory(place(folder.resolve("place")), folder);
    Digest _ = story.vendorImage(BrokenRelease.ABSENT_IMAGE, "1.0");
    Digest _ = story.vendorImage(RUNNER_IMAGE, "1.0");
    good =
        story.publish(
            "v2",
            desk -> {
              withoutTopics(desk);
              desk.image("runner", RUNNER_IMAGE);
            });
    JobEnd end = story.rollOut(good);
    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Done.class);
  }

  @AfterAll
  void close() {
    if (story != null) {
      story.close();
    }
    leave();
  }

  @ParameterizedTest
  @MethodSource("releases")
  @Tag("C38.returns-by-itself")
  @Tag("C35.failure-consistent")
  void returnsTheWholeBundle(BrokenRelease broken) throws Exception {
    story.forget();
    arrange(broken);
    Map<String, String> before = story.install.state();
    Digest release = publish(broken);
    JobEnd end = story.rollOut(release);
    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Failed.class);
    assertThat(story.install.state()).isEqualTo(before);
    if (broken.part() == Part.TOPICS && broken.fault() == Fault.MISSING_IMAGE) {
      assertThat(story.said).as("refused when planned").noneMatch(line -> line.contains("RETURN"));
      return;
    }
    var applied = (JobReport.Applied) end.report();
    assertThat(applied.release()).contains(good);
    assertThat(applied.components()).allMatch(JobReport.ComponentHealth::healthy);
    assertThat(applied.returnedBecause().orElseThrow()).contains(broken.part().component() + ":");
    assertThat(told())
        .singleElement()
        .asString()
        .contains("to the previous release: " + broken.part().component() + ": ")
        .contains(applied.returnedBecause().orElseThrow());
    returnedInReverseOrder(broken);
    runsOn();
  }

  @Test
  @Tag("C36.customer-registry-only")
  @Tag("C61.running-subset")
  void findsAPodWhoseImageIsNotInTheCustomersRegistry() throws Exception {
    assertThat(findings()).as("all that the release brought").isEmpty();
    String stray = "docker.example/acme/stray:1.0";
    Resource<Pod> pod =
        story
            .install
            .cluster()
            .client()
            .pods()
            .inNamespace(story.install.namespace())
            .resource(pod("stray", stray));
    pod.create();
    try {
      assertThat(findings())
          .singleElement()
          .asString()
          .contains("/stray of Pod/stray", "runs " + stray)
          .contains("is not from the customer's registry");
      assertThat(story.said).anyMatch(line -> line.startsWith("running-images FAILED pod "));
    } finally {
      pod.withGracePeriod(0).delete();
      pod.waitUntilCondition(Objects::isNull, 240, TimeUnit.SECONDS);
    }
    assertThat(findings()).isEmpty();
  }

  /// What the vendor ships and no component of the release runs: the runner itself.
  @Test
  @Tag("C61.own-images-too")
  void theRunnersOwnImageIsBroughtWithTheReleaseAndFoundWhereItRunsFromElsewhere()
      throws Exception {
    var own = story.install.cluster().client().pods().inNamespace(story.own());
    story.install.cluster().ensureNamespace(story.own());
    try {
      String vendors = AuthorDesk.source(RUNNER_IMAGE);
      own.resource(pod("bowline-runner-0", vendors)).create();
      assertThat(findings())
          .singleElement()
          .asString()
          .contains(story.own() + "/bowline-runner-0", "runs " + vendors);
      own.withName("bowline-runner-0").withGracePeriod(0).delete();
      own.withName("bowline-runner-0").waitUntilCondition(Objects::isNull, 240, TimeUnit.SECONDS);
      own.resource(pod("bowline-runner-1", story.atTheCustomers(RUNNER_IMAGE))).create();
      assertThat(findings()).isEmpty();
    } finally {
      Objects.requireNonNull(story.install.cluster().client().namespaces())
          .withName(story.own())
          .delete();
    }
  }

  private List<String> findings() throws Exception {
    return ((JobReport.Inspected) story.inspect().report()).findings();
  }

  private static Pod pod(String name, String image) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }

  private List<String> told() {
    return story.said.stream().filter(line -> line.startsWith("return RETURNED")).toList();
  }

  /// Those that need others go back before them.
  private void returnedInReverseOrder(BrokenRelease broken) {
    List<String> returned =
        story.said.stream()
            .filter(line -> line.contains(" RETURNED ") && !line.startsWith("return "))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .distinct()
            .toList();
    assertThat(returned).contains(broken.part().component());
    List<String> needed = topics() ? List.of("topics", "broker") : List.of("broker");
    for (String user : List.of("connector", "generator")) {
      if (returned.contains(user)) {
        assertThat(returned.subList(returned.indexOf(user), returned.size()))
            .as(returned.toString())
            .containsAll(user.equals("generator") ? List.of("broker") : needed);
      }
    }
  }

  /// What runs is the good release, whole: planning it again finds nothing to do.
  private void runsOn() throws Exception {
    var again = (JobReport.Planned) story.plan(good, 1).report();
    assertThat(again.plan().changesNothing()).as("steps: " + again.plan().steps()).isTrue();
    assertThat(again.plan().deferred()).isEmpty();
  }

  private void arrange(BrokenRelease broken) {
    if (broken.fault() == Fault.MISSING_IMAGE && broken.part() != Part.TOPICS) {
      story.when("images SUCCEEDED", () -> story.dropFromCustomer(BrokenRelease.ABSENT_IMAGE));
    }
    if (broken.part() == Part.GENERATOR && broken.fault() == Fault.FAILING_HOOK) {
      story.when("generator RUNNING", this::refuseService);
    }
  }

  private Digest publish(BrokenRelease broken) throws IOException {
    int number = ++sequence;
    return story.publish(
        "v2",
        desk -> {
          withoutTopics(desk);
          BrokenRelease.changeEverything(desk, number, topics());
          broken.on(desk);
        });
  }

  private void withoutTopics(AuthorDesk desk) throws IOException {
    if (!topics()) {
      desk.without("topics");
      desk.replace("release.yaml", "${outputs.topics.topic_prefix}", "demo.");
    }
  }

  /// All there are.
  static Stream<BrokenRelease> everyFaultOf(Part... parts) {
    return Stream.of(parts)
        .flatMap(part -> Stream.of(Fault.values()).map(fault -> new BrokenRelease(part, fault)));
  }
}
