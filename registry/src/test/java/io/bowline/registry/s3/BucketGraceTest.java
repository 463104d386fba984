package io.bowline.registry.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.registry.collect.GraceContract;
import io.bowline.registry.platform.RandomNames;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A collection of a bucket is stopped before one request after the other, by a gate before a real
/// server.
@Tag("real")
@RequiresPart("versitygw")
class BucketGraceTest extends GraceContract {
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static ObjectStore store;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final List<AutoCloseable> opened = new ArrayList<>();
  private BucketSettings place;
  private S3Storage pushers;
  private Gate gate;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    store = ObjectStore.start(folder);
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Override
  protected void begin() throws IOException {
    place = store.below("g" + new RandomNames().get() + "/");
    pushers = open(place);
  }

  private S3Storage open(BucketSettings where) throws IOException {
    S3Storage storage =
        S3Storage.open(where, new RandomNames(), now::get, new Timing(RENEWAL, LEASE));
    opened.add(storage);
    return storage;
  }

  @Override
  protected S3Storage open() {
    return pushers;
  }

  @Override
  protected S3Storage collecting(Runnable pause) throws IOException {
    gate = new Gate(place);
    opened.add(gate);
    S3Storage storage = open(ObjectStore.through(gate, place));
    gate.beforeEach(pause);
    return storage;
  }

  @Override
  protected void settle() throws IOException {
    if (gate != null) {
      gate.settle();
    }
  }

  @Override
  protected void pass(Duration time) {
    now.updateAndGet(moment -> moment.plus(time));
  }

  @Override
  protected Instant now() {
    return now.get();
  }

  @Override
  protected int stride() {
    return 37;
  }

  /// While one stands still, its lease ends, another collects, and a pusher is told and pushes.
  @Test
  void whoStoodStillForLongerThanTheLeaseRemovesNothingThatIsNeededByThen() throws IOException {
    int overtaken = 0;
    for (int operation = 2; operation < 40; operation += 15) {
      begin();
      Pusher pusher = new Pusher();
      pusher.others();
      pass(Duration.ofDays(2));
      AtomicBoolean done = new AtomicBoolean();
      int[] left = {operation};
      S3Storage slow =
          collecting(() -> {
            if (left[0]-- == 0) {
              meanwhile(pusher);
              done.set(true);
            }
          });
      overtaken += collectIfAlone(slow).isEmpty() ? 1 : 0;
      assertThat(done).isTrue();
      pass(Duration.ofDays(2));
      collect(open());
      pusher.isWhole("stood still before request " + operation);
    }
    assertThat(overtaken).isPositive();
  }

  private void meanwhile(Pusher pusher) {
    try {
      pass(LEASE.multipliedBy(2));
      pusher.isTold();
      collect(open());
      pusher.pushes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void oneCollectsAtATimeUntilItsLeaseEnds() throws IOException {
    begin();
    try (Bucket bucket = Connection.to(place)) {
      Lease lease = Lease.take(bucket, now::get, LEASE, "one").orElseThrow();
      assertThat(Lease.take(bucket, now::get, LEASE, "two")).isEmpty();
      pass(LEASE.dividedBy(2));
      lease.renew();
      pass(LEASE.dividedBy(2).plusSeconds(1));
      assertThat(Lease.take(bucket, now::get, LEASE, "two")).isEmpty();
      pass(LEASE);
      Lease other = Lease.take(bucket, now::get, LEASE, "two").orElseThrow();
      assertThatThrownBy(lease::renew).isInstanceOf(Lease.Lost.class);
      lease.close();
      assertThat(Lease.take(bucket, now::get, LEASE, "three")).isEmpty();
      other.close();
      assertThat(Lease.take(bucket, now::get, LEASE, "three")).isPresent();
    }
  }
}
