package io.bowline.registry.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.platform.RandomNames;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.Upload;
import io.bowline.testkit.RequiresPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads larger than a part, on a real server.
@Tag("real")
@RequiresPart("versitygw")
class BucketUploadsTest {
  private static final int PART = ObjectStore.PART;
  private static final long MUCH = 1_000_000_000;
  private static ObjectStore store;

  private final BucketSettings place = store.below("p" + new RandomNames().get() + "/");
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    store = ObjectStore.start(folder);
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  private S3Storage open() throws IOException {
    return S3Storage.open(place, new RandomNames(), clock);
  }

  @Test
  void chunksOfAnySizeMakePartsAndTheHashGoesOnInOtherProcesses() throws IOException {
    byte[] bytes = random(2 * PART + 700_000, 1);
    String id = begin();
    int at = 0;
    for (int chunk : new int[] {1_000_000, 3, PART, PART - 1_000_003, 600_000}) {
      try (Upload upload = held(id)) {
        assertThat(upload.size()).isEqualTo(at);
        upload.append(new ByteArrayInputStream(bytes, at, chunk), MUCH);
        at += chunk;
        assertThat(upload.size()).isEqualTo(at);
      }
    }
    try (Upload upload = held(id)) {
      upload.append(new ByteArrayInputStream(bytes, at, bytes.length - at), MUCH);
      assertThat(upload.commit(Digest.of(bytes))).isTrue();
    }
    assertWhole(bytes);
    assertThat(uploadsUnderWay()).isZero();
    assertThat(objects()).as("layout, data, content, holder, link").isEqualTo(5);
  }

  @Test
  void aBlobOfWholePartsIsWhole() throws IOException {
    byte[] bytes = random(2 * PART, 2);
    try (Upload upload = open().repository("a").begin(Digest.Algorithm.SHA512)) {
      upload.append(new ByteArrayInputStream(bytes), MUCH);
      assertThat(upload.commit(Digest.of(bytes))).isTrue();
    }
    assertWhole(bytes);
  }

  @Test
  void theSameContentIsKeptOnce() throws IOException {
    byte[] bytes = random(100_000, 3);
    for (String repository : new String[] {"a", "b", "a"}) {
      try (Upload upload = open().repository(repository).begin(Digest.Algorithm.SHA256)) {
        upload.append(new ByteArrayInputStream(bytes), MUCH);
        assertThat(upload.commit(Digest.of(bytes))).isTrue();
      }
    }
    assertThat(objects()).as("layout, data, content, 2 holders, 2 links").isEqualTo(7);
  }

  @Test
  void anUploadWhoseWriterDiedIsTakenUpWhereItsStateEndsOnceItsHoldIsOver() throws IOException {
    byte[] bytes = random(2 * PART + 5, 4);
    String id = begin();
    Upload dead = held(id);
    InputStream slow =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            now.updateAndGet(time -> time.plusMillis(200));
            return super.read(into, offset, length);
          }
        };
    dead.append(slow, MUCH);
    assertThat(open().repository("a").open(id)).isInstanceOf(Opening.Busy.class);
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
    try (Upload heir = held(id)) {
      int done = (int) heir.size();
      assertThat(done).isIn(0, PART, 2 * PART);
      heir.append(new ByteArrayInputStream(bytes, done, bytes.length - done), MUCH);
      assertThatThrownBy(dead::close).isInstanceOf(IOException.class).hasMessageContaining(id);
      assertThat(heir.commit(Digest.of(bytes))).isTrue();
    }
    assertWhole(bytes);
  }

  @Test
  void abandonedPartsAreAbortedAndTailsRemoved() throws IOException {
    long before;
    try (S3Storage storage = open()) {
      before = objects();
      String id = begin();
      try (Upload upload = held(id)) {
        upload.append(new ByteArrayInputStream(random(PART + 10, 5)), MUCH);
      }
      Upload killed = held(begin());
      killed.append(new ByteArrayInputStream(random(PART + 10, 6)), MUCH);
      assertThat(uploadsUnderWay()).isEqualTo(2);
      storage.forgetUntouchedSince(Instant.EPOCH);
      assertThat(uploadsUnderWay()).isEqualTo(2);
      storage.forgetUntouchedSince(Instant.MAX);
      assertThat(uploadsUnderWay()).as("one is held").isEqualTo(1);
      now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
      storage.forgetUntouchedSince(Instant.MAX);
      assertThat(storage.repository("a").open(id)).isInstanceOf(Opening.Unknown.class);
    }
    assertThat(uploadsUnderWay()).isZero();
    assertThat(objects()).isEqualTo(before);
  }

  @Test
  void wrongBytesInPartsLeaveNothing() throws IOException {
    open().close();
    long before = objects();
    try (Upload upload = open().repository("a").begin(Digest.Algorithm.SHA256)) {
      upload.append(new ByteArrayInputStream(random(PART + 10, 7)), MUCH);
      assertThat(upload.commit(Digest.of(random(3, 8)))).isFalse();
    }
    assertThat(uploadsUnderWay()).isZero();
    assertThat(objects()).isEqualTo(before);
  }

  private String begin() throws IOException {
    try (Upload upload = open().repository("a").begin(Digest.Algorithm.SHA256)) {
      return upload.id();
    }
  }

  private Upload held(String id) throws IOException {
    return ((Opening.Held) open().repository("a").open(id)).upload();
  }

  private void assertWhole(byte[] bytes) throws IOException {
    var blob = open().repository("a").blob(Digest.of(bytes)).orElseThrow();
    assertThat(blob.size()).isEqualTo(bytes.length);
    try (InputStream in = blob.open(PART - 1)) {
      assertThat(
              Arrays.equals(in.readAllBytes(), Arrays.copyOfRange(bytes, PART - 1, bytes.length)))
          .isTrue();
    }
  }

  private long uploadsUnderWay() throws IOException {
    try (Bucket bucket = Connection.to(place)) {
      return bucket.uploadsBelow(Keys.DATA).size();
    }
  }

  private long objects() throws IOException {
    return store.objects(place);
  }

  private static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
