package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.registry.http.Fault;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.Password;
import io.bowline.release.registry.RegistryClient;
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.runner.work.JobEnd;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images of old releases leave the customer's registry, and only those that nothing needs. Two
/// releases are kept here.
class ImagePruneTest {
  private static final String REPOSITORY = "acme/sample";

  @TempDir Path folder;
  private SimulatedPlace simulated;
  private PlanStory story;
  private RegistryClient customer;
  private int sequence;

  @BeforeEach
  void open() throws IOException {
    simulated = SimulatedPlace.start(folder.resolve("place"));
    story = new PlanStory(simulated.place(), folder);
    customer =
        new RegistryClient(
            HttpClient.newHttpClient(),
            URI.create("http://" + simulated.account().registryAddress()),
            new Login.Basic(
                simulated.account().registryUser(),
                Password.of(simulated.account().registryPassword())));
  }

  @AfterEach
  void close() {
    story.close();
    simulated.close();
  }

  @Test
  @Tag("C36.prune")
  @Tag("C36.retention")
  void whatNothingNeedsGoesAndWhatIsNeededStays() throws Exception {
    Digest first = released();
    Digest second = released();
    assertThat(there(first)).as("two releases are kept").isTrue();
    runByHand("old-timer", first);
    Digest third = released();
    assertThat(there(first)).as("a pod runs it").isTrue();
    assertThat(story.said).anyMatch(l -> l.startsWith("prune SKIPPED kept image " + image(first)));
    story
        .install
        .cluster()
        .delete(new ObjectKey("v1", "Pod", story.install.namespace(), "old-timer"));
    tagBySomebodyElse(second);
    story.forget();
    Digest fourth = released();
    assertThat(there(first)).as("no release, no pod").isFalse();
    assertThat(story.said).contains("prune SUCCEEDED removed image " + image(first));
    assertThat(there(second)).as("somebody else tagged it").isTrue();
    assertThat(there(third)).as("a return would need it").isTrue();
    assertThat(there(fourth)).as("it runs").isTrue();
  }

  @Test
  @Tag("C36.prune")
  void whatAFrozenPlanHasFoundThereStaysUntilItWasBegun() throws Exception {
    Digest first = released();
    Digest _ = released();
    // the same image again, by a release that is planned and not applied yet
    assertThat(story.vendorImage(REPOSITORY, "1.0")).isEqualTo(first);
    int number = ++sequence;
    var frozen = (JobReport.Planned) story.plan(published(number), 1).report();
    Digest _ = released();
    Digest _ = released();
    assertThat(there(first)).as("the frozen plan counts on it").isTrue();
    JobEnd _ = story.apply(frozen);
    Digest _ = released();
    Digest _ = released();
    assertThat(there(first)).as("nothing needs it any more").isFalse();
  }

  @Test
  @Tag("C36.prune")
  void aRegistryThatDeletesNothingIsNamedAndNothingFails() throws Exception {
    simulated
        .account()
        .registry()
        .faults()
        .always("DELETE", "/manifests/", new Fault.Answer(405, Optional.empty()));
    Digest first = released();
    Digest _ = released();
    Digest _ = released();
    assertThat(there(first)).isTrue();
    assertThat(story.said)
        .contains(
            "prune SKIPPED kept image "
                + image(first)
                + ": the registry does not let the runner delete");
  }

  /// A fleet's runner has rights in its own namespace.
  @Test
  @Tag("C36.prune")
  void aRunnerThatMayNotSeeWhatRunsElsewhereRemovesNothingAndSaysWhy() throws Exception {
    simulated
        .account()
        .faults()
        .add(
            io.bowline.simulator.fault.Fault.on(
                "GET",
                "/apis/batch/v1/cronjobs",
                new io.bowline.simulator.fault.Fault.Effect.Fail(403, "not you"),
                100));
    Digest first = released();
    Digest _ = released();
    Digest _ = released();
    assertThat(there(first)).isTrue();
    assertThat(story.said)
        .contains(
            "prune SKIPPED no image was removed: this runner may not see what runs in other"
                + " namespaces and would need the same images");
  }

  /// One more release, whose one image is new.
  private Digest released() throws Exception {
    int number = ++sequence;
    Digest image = story.vendorImage(REPOSITORY, number + ".0");
    JobEnd end = story.rollOut(published(number));
    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Done.class);
    return image;
  }

  private Digest published(int number) throws IOException {
    return story.publish(
        "v1",
        desk -> {
          desk.without("topics");
          desk.without("connector");
          desk.without("broker");
          desk.number(number);
        });
  }

  private boolean there(Digest image) throws IOException {
    return customer.digest("bowline/" + REPOSITORY, image.toString()).isPresent();
  }

  private static String image(Digest digest) {
    return "bowline/" + REPOSITORY + "@" + digest;
  }

  private void runByHand(String name, Digest image) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("main")
            .withImage(simulated.account().registryAddress() + "/" + image(image))
            .endContainer()
            .endSpec()
            .build();
    story
        .install
        .cluster()
        .client()
        .pods()
        .inNamespace(story.install.namespace())
        .resource(pod)
        .create();
  }

  private void tagBySomebodyElse(Digest image) throws IOException {
    byte[] manifest = customer.manifest("bowline/" + REPOSITORY, image.toString()).orElseThrow();
    customer.putManifest(
        "bowline/" + REPOSITORY, "theirs", "application/vnd.oci.image.manifest.v1+json", manifest);
  }
}
