package io.bowline.registry.s3;

import io.bowline.registry.collect.Collecting;
import io.bowline.registry.collect.CollectingContract;
import io.bowline.registry.platform.RandomNames;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// Collects from a bucket of a real server.
@Tag("real")
@RequiresPart("versitygw")
class BucketCollectionTest extends CollectingContract {
  private static ObjectStore store;
  private final BucketSettings place = store.below("c" + new RandomNames().get() + "/");
  private Instant now = Instant.now();

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    store = ObjectStore.start(folder);
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @Override
  protected Collecting open() throws IOException {
    return S3Storage.open(
        place, new RandomNames(), () -> now, new Timing(Duration.ZERO, Duration.ofMinutes(1)));
  }

  @Override
  protected void age() {
    now = now.plus(Duration.ofDays(1));
  }

  @Override
  protected Instant now() {
    return now;
  }
}
