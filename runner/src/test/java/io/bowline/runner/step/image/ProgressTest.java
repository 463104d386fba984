package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.registry.http.Fault;
import io.bowline.registry.http.RegistryServer;
import io.bowline.runner.step.image.TransferReport.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProgressTest {
  @TempDir Path folder;

  @Test
  void aLineSaysBytesRateTimeLeftAndWhatIsWaitedFor() {
    var progress = new Progress(3, 8, 312_000_000, 800_000_000, 45_000_000, Optional.of("blob x"));
    assertThat(progress)
        .hasToString(
            "3 of 8 images, 312.0 MB of 800.0 MB, 45.0 MB/s, about 11 s left; waits for blob x");
    assertThat(new Progress(0, 1, 0, 800_000_000, 1_000_000, Optional.empty()))
        .hasToString("0 of 1 images, 0.0 MB of 800.0 MB, 1.0 MB/s, about 13 min left");
    assertThat(new Progress(0, 1, 0, 8_000_000_000L, 1_000_000, Optional.empty()))
        .hasToString("0 of 1 images, 0.0 MB of 8000.0 MB, 1.0 MB/s, about 2 h 13 min left");
    assertThat(new Progress(0, 1, 0, 0, 0, Optional.empty()))
        .hasToString("0 of 1 images, 0.0 MB of 0.0 MB, 0.0 MB/s");
  }

  @Test
  void aTransferTellsHowFarItIs() throws Exception {
    try (var source =
            RegistryServer.start(folder.resolve("s"), RegistryServer.Settings.loopback());
        var target =
            RegistryServer.start(folder.resolve("t"), RegistryServer.Settings.loopback())) {
      var images = new TestImages(source.address());
      var layer = images.blob(1_000_000);
      images.image("acme/broker", "1", List.of(layer));
      source.faults().on("GET", "/blobs/" + layer.digest(), 1, new Fault.Slow(1_000_000));
      var heard = new ArrayList<Progress>();
      var watcher =
          new ImageTransfer.Watcher() {
            @Override
            public void over(CopyResult result) {}

            @Override
            public void progress(Progress progress) {
              heard.add(progress);
            }
          };
      var transfer =
          new ImageTransfer(
              new RegistryAccess(source.address(), TestImages.CLIENT, Optional.empty()),
              new RegistryAccess(target.address(), TestImages.CLIENT, Optional.empty()),
              TransferTerms.usual(),
              new Random(1),
              Clock.systemUTC());
      var copy = new ImageCopy("acme/broker", "1", "acme/broker", Optional.of("1"));
      assertThat(transfer.copy(List.of(copy), watcher, Duration.ofMillis(50)).complete()).isTrue();
      assertThat(heard).isNotEmpty();
      assertThat(heard)
          .anySatisfy(progress -> {
            assertThat(progress.sent()).isBetween(1L, 1_100_000L);
            assertThat(progress.known()).isGreaterThanOrEqualTo(1_000_000);
            assertThat(progress.waiting().orElse(""))
                .contains(layer.digest().hex().substring(0, 12) + " of acme/broker");
          });
    }
  }
}
