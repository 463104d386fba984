package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.runner.plan.BrokenRelease.Fault;
import io.bowline.runner.plan.BrokenRelease.Part;
import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.runner.plan.PolicyGate.Rule;
import io.bowline.runner.work.JobEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A customer's registry whose scan policy keeps an image back: the upgrade stops with that reason,
/// and what ran before runs on. One install for all, since what is tried leaves it as it was, but
/// for the last.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScanPolicyTest {
  private static final String FOUND =
      "current image with 27 vulnerabilities cannot be pulled due to configured policy";
  private static final Rule HARBOR = new Rule(Set.of("GET"), 412, "PROJECTPOLICYVIOLATION", FOUND);

  private SimulatedPlace account;
  private PolicyGate gate;
  private PlanStory story;
  private Digest image;
  private int sequence = 2;

  @BeforeAll
  void install(@TempDir Path folder) throws Exception {
    account = SimulatedPlace.start(folder.resolve("place"));
    Place place = account.place();
    gate = new PolicyGate(place.customer());
    story =
        new PlanStory(
            new Place(place.kubeconfig(), place.vendor(), gate.registry(), place.image()), folder);
    image = story.vendorImage(BrokenRelease.ABSENT_IMAGE, "1.0");
    JobEnd end =
        story.rollOut(
            story.publish(
                "v2",
                desk -> {
                  withoutTopics(desk);
                  desk.without("connector");
                }));
    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Done.class);
  }

  @BeforeEach
  void forget() {
    story.forget();
    gate.letGo(image);
  }

  @AfterAll
  void close() {
    story.close();
    gate.close();
    account.close();
  }

  private static void withoutTopics(AuthorDesk desk) throws IOException {
    desk.without("topics");
    desk.replace("release.yaml", "${outputs.topics.topic_prefix}", "demo.");
  }

  /// The generator's image is another one.
  private Digest next() throws IOException {
    return story.publish(
        "v2",
        desk -> {
          withoutTopics(desk);
          desk.without("connector");
          desk.number(++sequence);
          new BrokenRelease(Part.GENERATOR, Fault.MISSING_IMAGE).on(desk);
          desk.component("generator", c -> c.put("timeout", "120s"));
        });
  }

  private static Failure failure(JobEnd end) {
    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) end.outcome()).failure();
  }

  @Test
  @Order(2)
  @Tag("C62.blocked-stops")
  @Tag("C62.rolls-back")
  void anImageThatTheScanBlocksAfterThePushStopsTheUpgradeAndTheBundleReturns() throws Exception {
    Digest release = next();
    Map<String, String> before = story.install.state();
    story.when("images SUCCEEDED", () -> gate.keepBack(image, HARBOR));

    JobEnd end = story.rollOut(release);

    assertThat(failure(end).message())
        .contains(gate.registry().pulledFrom(), BrokenRelease.ABSENT_IMAGE, image.toString(), FOUND)
        .doesNotContain("not healthy within");
    var applied = (JobReport.Applied) end.report();
    assertThat(applied.returnedBecause().orElseThrow()).contains(FOUND, "generator");
    assertThat(applied.components()).allMatch(JobReport.ComponentHealth::healthy);
    assertThat(story.install.state()).isEqualTo(before);
    assertThat(story.said).anyMatch(line -> line.startsWith("return RETURNED"));
  }

  @Test
  @Order(1)
  @Tag("C62.blocked-stops")
  void anImageThatTheRegistryRefusesAtThePushStopsTheUpgradeBeforeAnythingIsTouched()
      throws Exception {
    Digest release = next();
    Map<String, String> before = story.install.state();
    String why = "the manifest violates policy no-critical-cves";
    gate.keepBack(image, new Rule(Set.of("PUT"), 403, "DENIED", why));

    Failure failure = failure(story.rollOut(release));

    assertThat(failure.message())
        .contains(gate.registry().pulledFrom(), BrokenRelease.ABSENT_IMAGE, why);
    assertThat(story.install.state()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void anImageThatIsOnlyNotScannedYetIsWaitedFor() throws Exception {
    Digest release = next();
    String pending = "current image without vulnerability scanning cannot be pulled";
    story.when(
        "images SUCCEEDED",
        () ->
            gate.keepBack(image, new Rule(Set.of("GET"), 412, "PROJECTPOLICYVIOLATION", pending)));
    String waits = "generator RUNNING Deployment " + story.install.namespace() + "/generator";
    story.when(
        waits,
        () -> {
          if (story.said.getLast().contains("waits for a scan")) {
            gate.letGo(image);
          }
        });

    JobEnd end = story.rollOut(release);

    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Done.class);
    assertThat(story.said).anyMatch(line -> line.contains("waits for a scan of image"));
  }
}
