package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.Finding;
import io.bowline.model.finding.Finding.SeverityCount;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.runner.plan.BrokenRelease.Fault;
import io.bowline.runner.plan.BrokenRelease.Part;
import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.runner.step.image.login.Credentials;
import io.bowline.runner.step.image.scan.ScanPolicy;
import io.bowline.runner.work.JobEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

/// A customer whose policy file says what a scan of their registry may find: the runner asks after
/// the push, and what it must not let in stops the upgrade. One install for all; the last changes
/// it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScannedUpgradeTest {
  private static final String STRICT = "mode: auto\nscan: {block: [CRITICAL], wait: PT1S}\n";

  private SimulatedPlace account;
  private FakeEcr ecr;
  private PlanStory story;
  private Digest image;
  private int sequence = 2;

  @BeforeAll
  void install(@TempDir Path folder) throws Exception {
    account = SimulatedPlace.start(folder.resolve("place"));
    Place place = account.place();
    ecr =
        new FakeEcr(
            new Credentials(
                account.account().registryUser(), account.account().registryPassword()));
    Path policy = folder.resolve("policy.yaml");
    story =
        new PlanStory(
            new Place(
                place.kubeconfig(),
                place.vendor(),
                ecr.over(place.customer()).judging(() -> ScanPolicy.read(Optional.of(policy))),
                place.image()),
            folder);
    image = story.vendorImage(BrokenRelease.ABSENT_IMAGE, "1.0");
    JobEnd end = story.rollOut(story.publish("v2", ScannedUpgradeTest::small));
    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Done.class);
  }

  @BeforeEach
  void strict() throws IOException {
    Files.writeString(story.policy, STRICT);
    story.forget();
  }

  @AfterAll
  void close() {
    story.close();
    ecr.close();
    account.close();
  }

  private static void small(AuthorDesk desk) throws IOException {
    desk.without("topics");
    desk.replace("release.yaml", "${outputs.topics.topic_prefix}", "demo.");
    desk.without("connector");
  }

  /// The generator's image is another one.
  private Digest next() throws IOException {
    return story.publish(
        "v2",
        desk -> {
          small(desk);
          desk.number(++sequence);
          new BrokenRelease(Part.GENERATOR, Fault.MISSING_IMAGE).on(desk);
        });
  }

  private Failure failure(JobEnd end) {
    assertThat(end.outcome()).as(end + " " + story.said).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) end.outcome()).failure();
  }

  @Test
  @Order(1)
  @Tag("C62.blocked-stops")
  @Tag("C62.rolls-back")
  void whatThePolicyKeepsOutStopsTheUpgradeWithTheCountsAndTheBundleIsWhatItWas() throws Exception {
    Map<String, String> before = story.install.state();
    ecr.tells(image, FakeEcr.status("IN_PROGRESS"), FakeEcr.counts("{\"HIGH\":5,\"CRITICAL\":2}"));

    JobEnd end = story.rollOut(next());

    assertThat(failure(end).reason()).isEqualTo("returned");
    assertThat(failure(end).message())
        .contains(BrokenRelease.ABSENT_IMAGE + "@" + image, "2 CRITICAL")
        .doesNotContain("HIGH");
    assertThat(story.said).anyMatch(line -> line.contains("waits for the scan of"));
    assertThat(story.install.state()).isEqualTo(before);
    assertThat(((JobReport.Applied) end.report()).components())
        .allMatch(JobReport.ComponentHealth::healthy);
  }

  @Test
  @Order(2)
  @Tag("C62.blocked-stops")
  void whatIsThereAlreadyIsJudgedWhenAPlanIsMade() throws Exception {
    ecr.tells(image, FakeEcr.counts("{\"CRITICAL\":1}"));
    assertThat(failure(story.rollOut(next())).message()).contains("1 CRITICAL");
    ecr.tells(image, FakeEcr.status("UNSUPPORTED_IMAGE"));
    Failure doubt = failure(story.rollOut(next()));
    assertThat(doubt.reason()).isEqualTo("image-scan-inconclusive");
    assertThat(doubt.message()).contains(image.toString(), "ECR says UNSUPPORTED_IMAGE");
  }

  @Test
  @Order(3)
  void withDoubtsAllowedTheUpgradeGoesOnAndWhatIsFoundLaterIsAFinding() throws Exception {
    Files.writeString(story.policy, STRICT.replace("wait: PT1S", "wait: PT0S, inconclusive: warn"));
    ecr.tells(image, FakeEcr.status("PENDING"));

    JobEnd end = story.rollOut(next());

    assertThat(end.outcome()).as(end + " " + story.said).isInstanceOf(Outcome.Done.class);
    ecr.tells(image, FakeEcr.counts("{\"CRITICAL\":3,\"LOW\":1}"));
    assertThat(story.found())
        .singleElement()
        .isInstanceOfSatisfying(
            Finding.BlockedImage.class,
            blocked -> {
              assertThat(blocked.digest()).contains(image);
              assertThat(blocked.severities())
                  .containsExactly(new SeverityCount("CRITICAL", 3), new SeverityCount("LOW", 1));
            });
    ecr.tells(image, FakeEcr.counts("{\"HIGH\":3}"));
    assertThat(story.found()).isEmpty();
  }
}
