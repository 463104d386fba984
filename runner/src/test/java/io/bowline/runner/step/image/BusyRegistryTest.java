package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.Fault;
import io.bowline.registry.http.RegistryServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Registries that say that they have too much to do.
@Timeout(60)
class BusyRegistryTest {
  private static final int TRIES = 3;

  @TempDir Path folder;
  private RegistryServer source;
  private RegistryServer target;
  private TestImages images;

  @BeforeEach
  void start() throws Exception {
    source = RegistryServer.start(folder.resolve("s"), RegistryServer.Settings.loopback());
    target = RegistryServer.start(folder.resolve("t"), RegistryServer.Settings.loopback());
    images = new TestImages(source.address());
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
  }

  private TransferReport copy(Duration longestPause) throws Exception {
    var terms =
        new TransferTerms(
            16, 8, TRIES, 1 << 20, Duration.ofSeconds(20), Duration.ofMillis(1), longestPause);
    return new ImageTransfer(
            new RegistryAccess(source.address(), TestImages.CLIENT, Optional.empty()),
            new RegistryAccess(target.address(), TestImages.CLIENT, Optional.empty()),
            terms,
            new Random(1),
            Clock.systemUTC())
        .copy(List.of(new ImageCopy("acme/broker", "1", "acme/broker", Optional.of("1"))), _ -> {});
  }

  @Test
  void mayBeSoForLongerThanThereAreTries() throws Exception {
    Digest digest = images.index("acme/broker", "1", List.of(images.blob(400_000)));
    var busy = new Fault.Answer(429, Optional.of(Duration.ZERO));
    for (String method : List.of("POST", "PUT")) {
      target.faults().on(method, ".*", 5 * TRIES, busy);
    }
    source.faults().on("GET", ".*", 5 * TRIES, new Fault.Answer(503, Optional.of(Duration.ZERO)));
    TransferReport report = copy(Duration.ofSeconds(20));
    assertThat(report.complete()).as(report.toString()).isTrue();
    new TestImages(target.address()).assertWhole("acme/broker", "1", digest);
  }

  @Test
  void butNotForEver() throws Exception {
    images.image("acme/broker", "1", List.of(images.blob(10)));
    target.faults().always("POST", ".*", new Fault.Answer(503, Optional.empty()));
    assertThat(copy(Duration.ofMillis(100)).results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Failed.class,
            failed -> assertThat(failed.reason()).contains("503", "too much to do", "acme/broker"));
  }

  @Test
  void aLookIsGivenUpSoonerThanACopy() {
    TransferTerms usual = TransferTerms.usual();
    assertThat(usual.patience().busyFor()).isGreaterThan(Duration.ofMinutes(5));
    assertThat(usual.briefly().patience().busyFor()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    assertThat(usual.briefly().choice()).isEqualTo(usual.choice());
  }

  @Test
  void oneThatAsksAllToWaitIsAskedByNobodyMeanwhile() throws Exception {
    for (int i = 0; i < 8; i++) {
      images.index("acme/broker", "1", List.of(images.blob(10)));
    }
    target
        .faults()
        .on("HEAD", "/manifests/1", 1, new Fault.Answer(429, Optional.of(Duration.ofSeconds(1))));
    long began = System.nanoTime();
    assertThat(copy(Duration.ofSeconds(20)).complete()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    assertThat(target.log().count("HEAD", "/manifests/1")).isEqualTo(2);
  }
}
