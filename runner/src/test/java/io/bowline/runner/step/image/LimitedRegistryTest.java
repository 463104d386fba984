package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.Admission;
import io.bowline.registry.Caller;
import io.bowline.registry.Right;
import io.bowline.registry.Taking;
import io.bowline.registry.http.RegistryServer;
import io.bowline.registry.pace.Pace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A vendor's registry that lets the organization take only so much, by the same means as the
/// control plane.
@Timeout(120)
class LimitedRegistryTest {
  private static final TransferTerms TERMS =
      new TransferTerms(
          16, 8, 6, 1 << 20, Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ofSeconds(20));

  @TempDir Path folder;
  private RegistryServer filled;
  private RegistryServer target;

  @BeforeEach
  void start() throws Exception {
    filled = RegistryServer.start(folder.resolve("s"), RegistryServer.Settings.loopback());
    target = RegistryServer.start(folder.resolve("t"), RegistryServer.Settings.loopback());
  }

  @AfterEach
  void stop() {
    filled.close();
    target.close();
  }

  private TransferReport copy(Caller caller, List<ImageCopy> copies) throws Exception {
    try (RegistryServer source =
        RegistryServer.start(
            folder.resolve("s"), RegistryServer.Settings.loopback().admitting(_ -> caller))) {
      return new ImageTransfer(
              new RegistryAccess(source.address(), TestImages.CLIENT, Optional.empty()),
              new RegistryAccess(target.address(), TestImages.CLIENT, Optional.empty()),
              TERMS,
              new Random(1),
              Clock.systemUTC())
          .copy(copies, _ -> {});
    }
  }

  @Test
  void aSyncUnderALowLimitOfRequestsAndTransfersEndsWell() throws Exception {
    var images = new TestImages(filled.address());
    List<ImageCopy> copies = new ArrayList<>();
    List<Digest> digests = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String name = "acme/part-" + i;
      digests.add(images.index(name, "1", List.of(images.blob(10_000), images.blob(20_000))));
      copies.add(new ImageCopy(name, "1", name, Optional.of("1")));
    }
    var limited = new Limited(new Pace(2, afterEachRequest()), 2);
    TransferReport report = copy(limited, copies);
    assertThat(report.complete()).as(report.toString()).isTrue();
    for (int i = 0; i < 2; i++) {
      new TestImages(target.address()).assertWhole("acme/part-" + i, "1", digests.get(i));
    }
    assertThat(limited.refused.get()).isPositive();
  }

  @Test
  void whatIsUsedUpIsSaidInTheRegistrysWords() throws Exception {
    var images = new TestImages(filled.address());
    images.index("acme/part", "1", List.of(images.blob(10_000)));
    var usedUp =
        new Taking.Refused(new Admission.UsedUp("10 of 10 bytes are pulled; wait for tomorrow"));
    TransferReport report =
        copy(
            new Anybody() {
              @Override
              public Taking take(long bytes) {
                return usedUp;
              }
            },
            List.of(new ImageCopy("acme/part", "1", "acme/part", Optional.of("1"))));
    assertThat(report.results().getFirst().toString())
        .contains("answered 403")
        .contains("10 of 10 bytes are pulled; wait for tomorrow");
  }

  /// Time goes on by requests, so that every fifth comes too early on any machine.
  private static InstantSource afterEachRequest() {
    var requests = new AtomicInteger();
    return () -> Instant.EPOCH.plusMillis(400L * requests.incrementAndGet());
  }

  /// Who may do everything.
  private static class Anybody implements Caller {
    @Override
    public Admission enter() {
      return new Admission.Granted();
    }

    @Override
    public Admission may(Right right, String repository) {
      return new Admission.Granted();
    }
  }

  /// So many requests a second and blobs at once.
  private static final class Limited extends Anybody {
    final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Pace pace;
    private final int transfers;

    Limited(Pace pace, int transfers) {
      this.pace = pace;
      this.transfers = transfers;
    }

    @Override
    public Admission now() {
      return pace.next().<Admission>map(this::refusal).orElseGet(Admission.Granted::new);
    }

    private Admission refusal(Duration wait) {
      refused.incrementAndGet();
      return new Admission.TooMuch("too many requests a second", wait);
    }

    @Override
    public Taking take(long bytes) {
      if (underWay.incrementAndGet() > transfers) {
        underWay.decrementAndGet();
        return new Taking.Refused(refusal(Duration.ofSeconds(1)));
      }
      return new Taking.Begun(_ -> underWay.decrementAndGet());
    }
  }
}
