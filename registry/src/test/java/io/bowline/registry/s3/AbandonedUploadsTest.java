package io.bowline.registry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Needed;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.Report;
import io.bowline.registry.platform.RandomNames;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.Upload;
import io.bowline.testkit.RequiresPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads that nobody goes on with, on a real server.
@Tag("real")
@RequiresPart("versitygw")
class AbandonedUploadsTest {
  @TempDir private Path folder;
  private Instant now = Instant.now();

  @Test
  void hundredsAreForgottenAndLeaveNothing() throws IOException {
    abandon(300);
  }

  @Test
  @Tag("nightly")
  void tenThousandAreForgottenAndLeaveNothing() throws IOException {
    abandon(10_000);
  }

  private void abandon(int many) throws IOException {
    try (ObjectStore store = ObjectStore.start(folder);
        S3Storage storage =
            S3Storage.open(store.settings(), new RandomNames(), () -> now, Timing.USUAL)) {
      long before = store.objects(store.settings());
      List<String> begun =
          Together.ask(IntStream.range(0, many).boxed().toList(), number -> begin(storage, number));
      assertThat(store.objects(store.settings()))
          .as("states and tails")
          .isEqualTo(2L * many + before);
      now = now.plus(Duration.ofDays(2));
      Instant since = now.minus(Duration.ofDays(1));
      Order planned = new Order(now, since, since, true, Needed.nothing());
      Order order = new Order(now, since, since, false, Needed.nothing());
      assertThat(storage.collect(planned).orElseThrow().uploads())
          .isEqualTo(new Report.Tally(many, 100L * many));
      long began = System.nanoTime();
      assertThat(storage.collect(order).orElseThrow().uploads())
          .isEqualTo(new Report.Tally(many, 100L * many));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      System.out.printf("%d abandoned uploads forgotten in %s%n", many, took);
      assertThat(store.objects(store.settings()))
          .as("who collects, and when that was, came")
          .isEqualTo(before + 2);
      assertThat(storage.repository("acme/r0").open(begun.getFirst()))
          .isInstanceOf(Opening.Unknown.class);
    }
  }

  private static String begin(S3Storage storage, int number) throws IOException {
    try (Upload upload = storage.repository("acme/r" + number % 7).begin(Digest.Algorithm.SHA256)) {
      assertThat(upload.append(new ByteArrayInputStream(new byte[100]), 100)).isEqualTo(100);
      return upload.id();
    }
  }
}
