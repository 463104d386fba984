package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.MirroredImage;
import io.bowline.registry.http.Fault;
import io.bowline.registry.http.RegistryServer;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.Fence;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.FrozenTree;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.Stop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ImageExecutorTest {
  @TempDir Path folder;
  private RegistryServer source;
  private RegistryServer target;
  private ImageExecutor executor;
  private CustomerRegistry registry;
  private List<MirroredImage> images;

  @BeforeEach
  void start() throws Exception {
    source = RegistryServer.start(folder.resolve("s"), RegistryServer.Settings.loopback());
    target = RegistryServer.start(folder.resolve("t"), RegistryServer.Settings.loopback());
    var vendor = new RegistryAccess(source.address(), TestImages.CLIENT, Optional.empty());
    registry =
        new CustomerRegistry(
            new RegistryAccess(target.address(), TestImages.CLIENT, Optional.empty()),
            "registry.internal:5000",
            "bowline");
    executor =
        new ImageExecutor(
            () -> vendor,
            () -> registry,
            new TransferTerms(
                8,
                4,
                2,
                1 << 20,
                Duration.ofSeconds(60),
                Duration.ofMillis(1),
                Duration.ofMillis(9)),
            new Random(1),
            Clock.systemUTC(),
            Checkpoints.none(),
            Fence.OPEN);
    var pushed = new TestImages(source.address());
    Digest broker = pushed.index("acme/broker", "1", List.of(pushed.blob(100)));
    Digest connector = pushed.index("acme/connector", "1", List.of(pushed.blob(100)));
    images =
        List.of(
            new MirroredImage("broker", "docker.example/acme/broker:1", "acme/broker", broker),
            new MirroredImage(
                "connector", "docker.example/acme/connector:1", "acme/connector", connector));
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
  }

  private FrozenStep step(Draft draft, Path frozen) throws Exception {
    var planned =
        new PlannedStep(
            "images",
            new ComponentName("images"),
            StepKind.IMAGE,
            draft.action(),
            Set.of(),
            FrozenTree.digest(frozen),
            draft.precondition(),
            draft.diff());
    return new FrozenStep(
        planned,
        Duration.ofMinutes(1),
        List.of(),
        true,
        frozen,
        Files.createDirectories(folder.resolve("work")));
  }

  @Test
  @Tag("C36.pin")
  void whatIsMissingIsPlannedSyncedByDigestAndThenThere() throws Exception {
    Path frozen = Files.createDirectory(folder.resolve("f"));
    Draft draft = executor.draft(images, frozen);
    assertThat(draft.action()).isEqualTo(StepAction.CREATE);
    assertThat(draft.diff())
        .containsExactly(
            "+ image registry.internal:5000/bowline/acme/broker@" + images.get(0).digest(),
            "+ image registry.internal:5000/bowline/acme/connector@" + images.get(1).digest());
    FrozenStep step = step(draft, frozen);
    assertThat(step.intact()).isTrue();
    assertThat(executor.apply(step, false, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
    for (MirroredImage image : images) {
      new TestImages(target.address())
          .assertWhole(registry.repository(image), image.digest().toString(), image.digest());
    }
    Draft again = executor.draft(images, Files.createDirectory(folder.resolve("g")));
    assertThat(again.action()).isEqualTo(StepAction.NONE);
    assertThat(again.diff()).isEmpty();
    assertThat(executor.apply(step, true, StepContext.quiet()))
        .isInstanceOf(StepOutcome.Done.class);
  }

  private ImageExecutor fromLayout(Choice choice) {
    var layout = RegistryAccess.layout(source.address(), TestImages.CLIENT, Set.of("linux/amd64"));
    return new ImageExecutor(
        () -> layout,
        () -> registry,
        TransferTerms.usual().choosing(choice),
        new Random(1),
        Clock.systemUTC(),
        Checkpoints.none(),
        Fence.OPEN);
  }

  @Test
  void fromALayoutForOnePlatformThatOneComesUnderTheSameDigest() throws Exception {
    Path frozen = Files.createDirectory(folder.resolve("f"));
    ImageExecutor sparse = fromLayout(Choice.everything());
    FrozenStep step = step(sparse.draft(images, frozen), frozen);
    assertThat(sparse.apply(step, false, StepContext.quiet())).isInstanceOf(StepOutcome.Done.class);
    var there = new TestImages(target.address());
    for (MirroredImage image : images) {
      String repository = registry.repository(image);
      byte[] index = there.manifest(repository, image.digest().toString()).body();
      assertThat(Digest.of(index)).isEqualTo(image.digest());
      assertThat(Manifest.read(index, Manifest.OCI_INDEX).children())
          .extracting(child -> there.manifest(repository, child.digest().toString()).statusCode())
          .containsExactly(200, 404);
    }
    Digest again = new TestImages(source.address()).index("acme/other", "1", List.of());
    var other = List.of(new MirroredImage("other", "docker.example/other:1", "acme/other", again));
    target
        .faults()
        .always("PUT", "acme/other/manifests/bowline-", new Fault.Answer(400, Optional.empty()));
    Path next = Files.createDirectory(folder.resolve("g"));
    assertThat(sparse.apply(step(sparse.draft(other, next), next), false, StepContext.quiet()))
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            f -> {
              assertThat(f.failure().reason()).isEqualTo("image-refused");
              assertThat(f.failure().message())
                  .contains("acme/other", "takes no index", "linux/amd64", "export the release");
            });
  }

  @Test
  void aPlatformThatTheLayoutHasNotGotIsRefusedWhenAPlanIsMade() throws Exception {
    ImageExecutor sparse =
        fromLayout(new Choice(Set.of("linux/amd64", "linux/arm64"), Choice.Foreign.REFUSE));
    Path frozen = Files.createDirectory(folder.resolve("f"));
    assertThatThrownBy(() -> sparse.draft(images, frozen))
        .isInstanceOfSatisfying(
            StepException.class,
            e -> {
              assertThat(e.failure().reason()).isEqualTo("release-layout");
              assertThat(e.failure().message())
                  .contains("[linux/amd64]", "bowline.registry.platforms wants [linux/arm64]");
            });
  }

  @Test
  void whatCameAlongWithAnImageIsSaidByKindDigestAndSize() throws Exception {
    var pushed = new TestImages(source.address());
    TestImages.Blob bill = pushed.blob(500);
    pushed.pushBlob("acme/broker", bill);
    byte[] about =
        "{\"schemaVersion\":2,\"mediaType\":\"%1$s\",\"artifactType\":\"application/spdx+json\",\"config\":%2$s,\"layers\":[%2$s],\"subject\":{\"mediaType\":\"%1$s\",\"digest\":\"%3$s\",\"size\":1}}"
            .formatted(
                Manifest.OCI_MANIFEST,
                bill.descriptor("application/spdx+json"),
                images.getFirst().digest())
            .getBytes(StandardCharsets.UTF_8);
    Digest attached = Digest.of(about);
    pushed.push("acme/broker", attached.toString(), Manifest.OCI_MANIFEST, about);
    List<String> said = new CopyOnWriteArrayList<>();
    Path frozen = Files.createDirectory(folder.resolve("f"));
    FrozenStep step = step(executor.draft(images, frozen), frozen);
    assertThat(executor.apply(step, false, new StepContext(new Stop(), said::add)))
        .isInstanceOf(StepOutcome.Done.class);
    assertThat(said)
        .contains(
            "with bowline/acme/broker: spdx %s (%d bytes)".formatted(attached, about.length + 1000))
        .noneMatch(line -> line.startsWith("with bowline/acme/connector"));
  }

  @Test
  void anImageThatDoesNotArriveFailsTheStepWithTheReason() throws Exception {
    Path frozen = Files.createDirectory(folder.resolve("f"));
    Draft draft = executor.draft(images, frozen);
    source.faults().always("GET", "acme/connector/blobs/", new Fault.WrongBytes());
    assertThat(executor.apply(step(draft, frozen), false, StepContext.quiet()))
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            f -> {
              assertThat(f.failure().reason()).isEqualTo("image-sync");
              assertThat(f.failure().message()).contains("acme/connector", "other bytes");
            });
  }

  @Test
  void aStopEndsTheStep() throws Exception {
    Path frozen = Files.createDirectory(folder.resolve("f"));
    Draft draft = executor.draft(images, frozen);
    var context = StepContext.quiet();
    context.stop().ask("not wanted");
    assertThat(executor.apply(step(draft, frozen), false, context))
        .isEqualTo(new StepOutcome.Stopped("not wanted"));
  }
}
