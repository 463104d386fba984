package io.bowline.registry.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every storage does, asked of several instances on one place, as several processes have
/// them.
public abstract class StorageContract {
  private static final long MUCH = 1_000_000_000;

  /// One more instance on the place of this test, which was empty at its beginning.
  protected abstract Storage open() throws IOException;

  /// How many objects with content the place has by now, whatever they are for.
  protected abstract long objects() throws IOException;

  @Test
  void aBlobIsThereForTheRepositoryItWasPushedToAndNoOther() throws IOException {
    byte[] bytes = random(10_000, 1);
    Digest digest = push(open().repository("acme/app"), bytes);
    Blob blob = open().repository("acme/app").blob(digest).orElseThrow();
    assertThat(blob.digest()).isEqualTo(digest);
    assertThat(blob.size()).isEqualTo(bytes.length);
    assertThat(read(blob, 0)).isEqualTo(bytes);
    assertThat(open().repository("acme/ap").blob(digest)).isEmpty();
    assertThat(open().repository("acme").blob(digest)).isEmpty();
    assertThat(open().repository("acme/app").blob(Digest.of(random(3, 2)))).isEmpty();
  }

  @Test
  void aBlobIsReadFromAnyOffset() throws IOException {
    byte[] bytes = random(100_000, 3);
    Blob blob = open().repository("a").blob(push(open().repository("a"), bytes)).orElseThrow();
    for (int from : new int[] {1, 99_999, 100_000}) {
      assertThat(read(blob, from)).as("from %d", from).endsWith(tail(bytes, from));
      assertThat(read(blob, from)).hasSize(bytes.length - from);
    }
  }

  @Test
  void anEmptyBlobIsABlob() throws IOException {
    Digest digest = push(open().repository("a"), new byte[0]);
    Blob blob = open().repository("a").blob(digest).orElseThrow();
    assertThat(blob.size()).isZero();
    assertThat(read(blob, 0)).isEmpty();
  }

  @Test
  void bytesOfSha512AreABlobEvenIfAnotherAlgorithmWasExpected() throws IOException {
    byte[] bytes = random(70_000, 4);
    Digest digest = digest(Digest.Algorithm.SHA512, bytes);
    try (Upload upload = open().repository("a").begin(Digest.Algorithm.SHA256)) {
      upload.append(new ByteArrayInputStream(bytes), MUCH);
      assertThat(upload.commit(digest)).isTrue();
    }
    assertThat(read(open().repository("a").blob(digest).orElseThrow(), 0)).isEqualTo(bytes);
  }

  @Test
  void wrongBytesAreNoBlobAndEndTheUpload() throws IOException {
    Digest wanted = Digest.of(random(10, 5));
    String id;
    try (Upload upload = open().repository("a").begin(Digest.Algorithm.SHA256)) {
      id = upload.id();
      upload.append(new ByteArrayInputStream(random(10, 6)), MUCH);
      assertThat(upload.commit(wanted)).isFalse();
    }
    assertThat(open().repository("a").blob(wanted)).isEmpty();
    assertThat(open().repository("a").open(id)).isInstanceOf(Opening.Unknown.class);
  }

  @Test
  void anUploadGoesOnInAnotherProcessInChunksOfAnySize() throws IOException {
    byte[] bytes = random(60_000, 7);
    String id;
    try (Upload upload = open().repository("a").begin(Digest.Algorithm.SHA256)) {
      id = upload.id();
      assertThat(upload.size()).isZero();
    }
    int at = 0;
    for (int chunk : new int[] {1, 9, 0, 30_000, 29_000}) {
      try (Upload upload = held(open().repository("a"), id)) {
        assertThat(upload.size()).isEqualTo(at);
        assertThat(upload.append(new ByteArrayInputStream(bytes, at, chunk), MUCH))
            .isEqualTo(chunk);
        at += chunk;
        assertThat(upload.size()).isEqualTo(at);
      }
    }
    try (Upload upload = held(open().repository("a"), id)) {
      upload.append(new ByteArrayInputStream(bytes, at, bytes.length - at), MUCH);
      assertThat(upload.commit(Digest.of(bytes))).isTrue();
    }
    assertThat(read(open().repository("a").blob(Digest.of(bytes)).orElseThrow(), 0))
        .isEqualTo(bytes);
    assertThat(open().repository("a").open(id)).isInstanceOf(Opening.Unknown.class);
  }

  @Test
  void whatCameBeforeABrokenStreamIsKept() throws IOException {
    byte[] bytes = random(3_000, 8);
    String id;
    try (Upload upload = open().repository("a").begin(Digest.Algorithm.SHA256)) {
      id = upload.id();
      InputStream broken =
          new SequenceInputStream(new ByteArrayInputStream(bytes, 0, 1_000), new Broken());
      assertThatThrownBy(() -> upload.append(broken, MUCH)).hasMessage("cut");
    }
    try (Upload upload = held(open().repository("a"), id)) {
      assertThat(upload.size()).isEqualTo(1_000);
      upload.append(new ByteArrayInputStream(bytes, 1_000, 2_000), MUCH);
      assertThat(upload.commit(Digest.of(bytes))).isTrue();
    }
  }

  @Test
  void moreThanThereIsRoomForIsToldAndNotKept() throws IOException {
    try (Upload upload = open().repository("a").begin(Digest.Algorithm.SHA256)) {
      assertThat(upload.append(new ByteArrayInputStream(new byte[1_001]), 1_000)).isEqualTo(1_001);
      assertThat(upload.size()).isEqualTo(1_000);
      assertThat(upload.append(new ByteArrayInputStream(new byte[0]), 0)).isZero();
    }
  }

  @Test
  void anUploadBelongsToOneWriterAndToItsRepository() throws IOException {
    String begun;
    try (Upload upload = open().repository("a").begin(Digest.Algorithm.SHA256)) {
      begun = upload.id();
    }
    try (Upload upload = held(open().repository("a"), begun)) {
      assertThat(open().repository("a").open(upload.id())).isInstanceOf(Opening.Busy.class);
      assertThat(open().repository("b").open(upload.id())).isInstanceOf(Opening.Unknown.class);
      upload.cancel();
    }
    for (String id : List.of("", "..", "../../layout", "none-of-this-name", "x".repeat(300))) {
      assertThat(open().repository("a").open(id)).as(id).isInstanceOf(Opening.Unknown.class);
    }
  }

  @Test
  void anEndedUploadLeavesNothing() throws IOException {
    open();
    long before = objects();
    String id;
    try (Upload upload = open().repository("a").begin(Digest.Algorithm.SHA256)) {
      upload.append(new ByteArrayInputStream(random(5_000, 9)), MUCH);
      id = upload.id();
    }
    try (Upload upload = held(open().repository("a"), id)) {
      upload.append(new ByteArrayInputStream(random(5_000, 9)), MUCH);
      upload.cancel();
    }
    assertThat(open().repository("a").open(id)).isInstanceOf(Opening.Unknown.class);
    assertThat(objects()).isEqualTo(before);
  }

  @Test
  void whatNobodyTouchedForLongIsForgottenUnlessSomeoneHoldsIt() throws IOException {
    Storage storage = open();
    long before = objects();
    String old;
    try (Upload upload = storage.repository("deep/er").begin(Digest.Algorithm.SHA256)) {
      old = upload.id();
      upload.append(new ByteArrayInputStream(random(5_000, 10)), MUCH);
    }
    open().forgetUntouchedSince(Instant.EPOCH);
    held(storage.repository("deep/er"), old).close();
    try (Upload held = storage.repository("a").begin(Digest.Algorithm.SHA256)) {
      open().forgetUntouchedSince(Instant.MAX);
      assertThat(held.append(new ByteArrayInputStream(new byte[3]), 10)).isEqualTo(3);
      assertThat(storage.repository("deep/er").open(old)).isInstanceOf(Opening.Unknown.class);
      held.cancel();
    }
    assertThat(objects()).isEqualTo(before);
  }

  @Test
  void aMountLetsARepositoryHaveWhatAnotherHas() throws IOException {
    byte[] bytes = random(20_000, 11);
    Digest digest = push(open().repository("base/os"), bytes);
    assertThat(open().holders(digest)).containsExactly("base/os");
    assertThat(open().repository("app").mount(digest, "base/none")).isFalse();
    assertThat(open().repository("app").blob(digest)).isEmpty();
    assertThat(open().repository("app").mount(digest, "base/os")).isTrue();
    assertThat(open().repository("app").mount(digest, "base/os")).isTrue();
    assertThat(open().holders(digest)).containsExactly("app", "base/os");
    assertThat(open().repository("base/os").dropBlob(digest)).isTrue();
    assertThat(open().repository("base/os").dropBlob(digest)).isFalse();
    assertThat(open().repository("base/os").blob(digest)).isEmpty();
    assertThat(read(open().repository("app").blob(digest).orElseThrow(), 0)).isEqualTo(bytes);
    assertThat(open().holders(digest)).contains("app");
  }

  @Test
  void aManifestIsKeptByteForByteWithItsTypeAndTags() throws IOException {
    byte[] bytes = "{\"a\": \"ü\"}\n".getBytes(UTF_8);
    assertThat(open().repository("a").known()).isFalse();
    Digest digest = keep(open().repository("a"), bytes, List.of("v1", "_", "latest"));
    StoredManifest manifest = open().repository("a").manifest(digest).orElseThrow();
    assertThat(manifest.mediaType()).isEqualTo("text/x; strange=\"ü\"");
    assertThat(read(manifest.content(), 0)).isEqualTo(bytes);
    assertThat(manifest.content().size()).isEqualTo(bytes.length);
    assertThat(manifest.content().digest()).isEqualTo(digest);
    assertThat(open().repository("a").tagged("v1")).contains(digest);
    assertThat(open().repository("a").tagged("v2")).isEmpty();
    assertThat(open().repository("a").known()).isTrue();
    assertThat(open().repository("b").manifest(digest)).isEmpty();
    assertThat(open().repository("a").blob(digest)).isEmpty();
  }

  @Test
  void aManifestIsNotKeptWithoutTheBlobsItNeeds() throws IOException {
    Digest there = push(open().repository("a"), random(10, 12));
    Digest missing = push(open().repository("b"), random(10, 13));
    byte[] bytes = "{}".getBytes(UTF_8);
    ManifestPush push =
        new ManifestPush(
            Digest.of(bytes), "x/y", List.of(there, missing), Optional.empty(), List.of("v1"));
    assertThat(open().repository("a").keep(push, bytes)).containsExactly(missing);
    assertThat(open().repository("a").manifest(Digest.of(bytes))).isEmpty();
    assertThat(open().repository("a").tagged("v1")).isEmpty();
    open().repository("a").mount(missing, "b");
    assertThat(open().repository("a").keep(push, bytes)).isEmpty();
    assertThat(open().repository("a").tagged("v1")).contains(Digest.of(bytes));
  }

  @Test
  void tagsMoveAndAreListedInTheOrderOfTheirBytesByPages() throws IOException {
    Digest one = keep(open().repository("a"), "{}".getBytes(UTF_8), List.of("b", "B", "1.0", "_x"));
    Digest two = keep(open().repository("a"), "{ }".getBytes(UTF_8), List.of("b", "a-b"));
    Repository repository = open().repository("a");
    assertThat(repository.tags("", 100)).containsExactly("1.0", "B", "_x", "a-b", "b");
    assertThat(repository.tags("", 2)).containsExactly("1.0", "B");
    assertThat(repository.tags("B", 2)).containsExactly("_x", "a-b");
    assertThat(repository.tags("C", 100)).containsExactly("_x", "a-b", "b");
    assertThat(repository.tags("z", 100)).isEmpty();
    assertThat(repository.tags("", 0)).isEmpty();
    assertThat(repository.tagged("b")).contains(two);
    assertThat(repository.tagged("B")).contains(one);
    assertThat(repository.dropTag("B")).isTrue();
    assertThat(repository.dropTag("B")).isFalse();
    assertThat(open().repository("nowhere").dropTag("B")).isFalse();
    assertThat(open().repository("a").tagged("B")).isEmpty();
    assertThat(open().repository("a").tags("", 100)).containsExactly("1.0", "_x", "a-b", "b");
    keep(open().repository("a"), "{}".getBytes(UTF_8), List.of("B"));
    assertThat(open().repository("a").tagged("B")).contains(one);
    assertThat(open().repository("a").tags("", 2)).containsExactly("1.0", "B");
  }

  @Test
  void aManifestThatIsRemovedTakesItsTagsAndItsPlaceAmongReferrersAlong() throws IOException {
    byte[] bytes = "{}".getBytes(UTF_8);
    Digest digest = keep(open().repository("a"), bytes, List.of("v1", "v2"));
    keep(open().repository("a"), "{ }".getBytes(UTF_8), List.of("v2", "v3"));
    byte[] about = "{\"about\": 1}".getBytes(UTF_8);
    refer(open().repository("a"), about, digest);
    assertThat(open().repository("a").dropManifest(digest, Optional.empty())).isTrue();
    assertThat(open().repository("a").dropManifest(digest, Optional.empty())).isFalse();
    assertThat(open().repository("a").manifest(digest)).isEmpty();
    assertThat(open().repository("a").tags("", 100)).containsExactly("v2", "v3");
    assertThat(referrers(open().repository("a"), digest, "")).containsExactly(Digest.of(about));
    assertThat(open().repository("a").dropManifest(Digest.of(about), Optional.of(digest))).isTrue();
    assertThat(referrers(open().repository("a"), digest, "")).isEmpty();
  }

  @Test
  void referrersComeInOrderFromWhereOneAsksAndStopWhenOneHasEnough() throws IOException {
    Digest subject = Digest.of("nobody pushed me".getBytes(UTF_8));
    List<Digest> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      byte[] bytes = ("{\"number\": " + i + "}").getBytes(UTF_8);
      refer(open().repository("a"), bytes, subject);
      all.add(Digest.of(bytes));
    }
    all.sort((a, b) -> a.toString().compareTo(b.toString()));
    Repository repository = open().repository("a");
    assertThat(referrers(repository, subject, "")).isEqualTo(all);
    assertThat(referrers(repository, subject, all.get(9).toString()))
        .isEqualTo(all.subList(10, 40));
    List<String> descriptors = new ArrayList<>();
    repository.referrers(
        subject,
        "",
        (digest, descriptor) -> {
          descriptors.add(descriptor);
          return descriptors.size() < 3;
        });
    assertThat(descriptors)
        .containsExactlyElementsOf(all.stream().limit(3).map(StorageContract::descriptor).toList());
    assertThat(referrers(open().repository("b"), subject, "")).isEmpty();
  }

  @Test
  void pushersOfTheSameAndOfOtherBytesDoNotDisturbEachOther()
      throws IOException, InterruptedException, ExecutionException {
    everywhere(8, pusher -> pushAll(open(), pusher));
    Storage after = open();
    for (int pusher = 0; pusher < 8; pusher++) {
      Repository repository = after.repository("team/app" + pusher % 3);
      for (byte[] blob : blobs(pusher)) {
        assertThat(read(repository.blob(Digest.of(blob)).orElseThrow(), 0)).isEqualTo(blob);
      }
      Digest tagged = repository.tagged("v" + pusher).orElseThrow();
      assertThat(repository.manifest(tagged)).isPresent();
      assertThat(repository.tags("", 1_000)).contains("v" + pusher, "latest");
    }
  }

  @Test
  void aTagNeverStaysBehindAManifestThatIsRemovedWhileItIsPushedAgain()
      throws IOException, InterruptedException, ExecutionException {
    byte[] bytes = "{\"again\": \"and again\"}".getBytes(UTF_8);
    everywhere(
        4,
        worker -> {
          Repository repository = open().repository("a");
          for (int round = 0; round < 8; round++) {
            if (worker % 2 == 0) {
              keep(repository, bytes, List.of("t" + worker, "shared"));
            } else {
              repository.dropManifest(Digest.of(bytes), Optional.empty());
            }
          }
        });
    Repository repository = open().repository("a");
    for (String tag : repository.tags("", 100)) {
      assertThat(repository.manifest(repository.tagged(tag).orElseThrow())).as(tag).isPresent();
    }
    keep(repository, bytes, List.of("last"));
    assertThat(open().repository("a").tagged("last")).contains(Digest.of(bytes));
    assertThat(open().repository("a").manifest(Digest.of(bytes))).isPresent();
  }

  /// What one of several does at once.
  @FunctionalInterface
  private interface Work {
    void run(int worker) throws IOException;
  }

  private static void everywhere(int workers, Work work)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int worker : IntStream.range(0, workers).toArray()) {
        running.add(
            threads.submit(() -> {
              work.run(worker);
              return worker;
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  private static void pushAll(Storage storage, int pusher) throws IOException {
    Repository repository = storage.repository("team/app" + pusher % 3);
    List<Digest> pushed = new ArrayList<>();
    for (byte[] blob : blobs(pusher)) {
      pushed.add(push(repository, blob));
    }
    byte[] manifest = ("{\"pusher\": " + pusher + "}").getBytes(UTF_8);
    assertThat(
            repository.keep(
                new ManifestPush(
                    Digest.of(manifest),
                    "a/b",
                    pushed,
                    Optional.empty(),
                    List.of("v" + pusher, "latest")),
                manifest))
        .isEmpty();
  }

  /// Half of the blobs are everyone's, half the pusher's own.
  private static List<byte[]> blobs(int pusher) {
    return IntStream.range(0, 10)
        .mapToObj(i -> random(20_000 + i, i % 2 == 0 ? i : i * 100L + pusher))
        .toList();
  }

  /// Pushes a blob whole.
  protected static Digest push(Repository repository, byte[] bytes) throws IOException {
    try (Upload upload = repository.begin(Digest.Algorithm.SHA256)) {
      assertThat(upload.append(new ByteArrayInputStream(bytes), MUCH)).isEqualTo(bytes.length);
      assertThat(upload.commit(Digest.of(bytes))).isTrue();
    }
    return Digest.of(bytes);
  }

  /// Pushes a manifest that needs nothing.
  protected static Digest keep(Repository repository, byte[] bytes, List<String> tags)
      throws IOException {
    ManifestPush push =
        new ManifestPush(
            Digest.of(bytes), "text/x; strange=\"ü\"", List.of(), Optional.empty(), tags);
    assertThat(repository.keep(push, bytes)).isEmpty();
    return push.digest();
  }

  private static void refer(Repository repository, byte[] bytes, Digest subject)
      throws IOException {
    Digest digest = Digest.of(bytes);
    var referrer = new ManifestPush.Referrer(subject, descriptor(digest));
    repository.keep(
        new ManifestPush(digest, "text/x", List.of(), Optional.of(referrer), List.of()), bytes);
  }

  private static String descriptor(Digest digest) {
    return "{\"digest\":\"" + digest + "\"}";
  }

  private static List<Digest> referrers(Repository repository, Digest subject, String after)
      throws IOException {
    List<Digest> found = new ArrayList<>();
    repository.referrers(subject, after, (digest, descriptor) -> found.add(digest));
    return found;
  }

  /// Takes hold of an upload that nobody else holds.
  protected static Upload held(Repository repository, String id) throws IOException {
    return ((Opening.Held) repository.open(id)).upload();
  }

  /// A blob's bytes from an offset.
  protected static byte[] read(Blob blob, long from) throws IOException {
    try (InputStream in = blob.open(from)) {
      return in.readAllBytes();
    }
  }

  /// The same bytes for the same seed.
  protected static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] tail(byte[] bytes, int from) {
    return java.util.Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static Digest digest(Digest.Algorithm algorithm, byte[] bytes) {
    var hash = algorithm.hash();
    hash.update(bytes);
    return Digest.finish(algorithm, hash);
  }

  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("cut");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("cut");
    }
  }
}
