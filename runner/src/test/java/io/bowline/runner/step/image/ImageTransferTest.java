package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.Callers;
import io.bowline.registry.http.Fault;
import io.bowline.registry.http.RegistryServer;
import io.bowline.runner.step.image.TestImages.Blob;
import io.bowline.runner.step.image.login.Credentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ImageTransferTest {
  private static final TransferTerms TERMS =
      new TransferTerms(
          16, 8, 4, 1 << 20, Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ofSeconds(2));

  @TempDir Path folder;
  private RegistryServer source;
  private RegistryServer target;
  private TestImages images;
  private TestImages arrived;

  @BeforeEach
  void start() throws Exception {
    source = RegistryServer.start(folder.resolve("s"), RegistryServer.Settings.loopback());
    images = new TestImages(source.address());
    target = RegistryServer.start(folder.resolve("t"), RegistryServer.Settings.loopback());
    arrived = new TestImages(target.address());
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
  }

  private ImageTransfer transfer() {
    return transfer(TERMS, Optional.empty());
  }

  private ImageTransfer transfer(TransferTerms terms, Optional<Credentials> credentials) {
    return new ImageTransfer(
        new RegistryAccess(source.address(), TestImages.CLIENT, Optional.empty()),
        new RegistryAccess(target.address(), TestImages.CLIENT, credentials),
        terms,
        new Random(1),
        Clock.systemUTC());
  }

  private TransferReport copy(ImageCopy... copies) throws Exception {
    return transfer().copy(List.of(copies), _ -> {});
  }

  private static ImageCopy tagged(String repository, String tag) {
    return new ImageCopy(repository, tag, "mirror/" + repository, Optional.of(tag));
  }

  @Test
  @Tag("C36.multi-arch")
  @Tag("C36.digest-equal")
  void allPlatformsArriveByteForByte() throws Exception {
    Digest digest = images.index("acme/broker", "1.4", List.of(images.blob(200_000)));
    TransferReport report = copy(tagged("acme/broker", "1.4"));
    assertThat(report.results())
        .containsExactly(new CopyResult.Copied(tagged("acme/broker", "1.4"), digest));
    arrived.assertWhole("mirror/acme/broker", "1.4", digest);
    arrived.assertWhole("mirror/acme/broker", digest.toString(), digest);
  }

  @Test
  void anUnchangedImageCostsOneRequestPinnedAndTwoByTag() throws Exception {
    Digest digest = images.index("acme/broker", "1.4", List.of(images.blob(10)));
    ImageCopy pinned = ImageCopy.pinned("acme/broker", digest, "mirror/acme/broker");
    copy(pinned, tagged("acme/broker", "1.4"));
    assertThat(copy(pinned).requests()).isEqualTo(1);
    TransferReport byTag = copy(tagged("acme/broker", "1.4"));
    assertThat(byTag.results()).allMatch(r -> r instanceof CopyResult.Unchanged);
    assertThat(byTag.requests()).isEqualTo(2);
  }

  @Test
  void aBlobOfManyRepositoriesIsSentOnceAndMountedElsewhere() throws Exception {
    Blob shared = images.blob(50_000);
    var copies = new ArrayList<ImageCopy>();
    for (int i = 0; i < 6; i++) {
      images.index("acme/r" + i, "1", List.of(shared));
      copies.add(tagged("acme/r" + i, "1"));
    }
    assertThat(copy(copies.toArray(ImageCopy[]::new)).complete()).isTrue();
    String blob = "/blobs/" + shared.digest();
    assertThat(source.log().count("GET", blob)).isEqualTo(1);
  }

  @Test
  void aTagThatMovedIsFollowed() throws Exception {
    images.index("acme/broker", "latest", List.of(images.blob(10)));
    copy(tagged("acme/broker", "latest"));
    Digest moved = images.index("acme/broker", "latest", List.of(images.blob(10)));
    copy(tagged("acme/broker", "latest"));
    arrived.assertWhole("mirror/acme/broker", "latest", moved);
  }

  @Test
  @Tag("C36.resumable")
  void aCutDownloadGoesOnByRange() throws Exception {
    Blob layer = images.blob(900_000);
    Digest digest = images.image("acme/broker", "1", List.of(layer));
    source.faults().on("GET", "/blobs/" + layer.digest(), 2, new Fault.CutResponse(300_000));
    TransferReport report = copy(tagged("acme/broker", "1"));
    assertThat(report.complete()).as(report.toString()).isTrue();
    arrived.assertWhole("mirror/acme/broker", "1", digest);
    assertThat(source.log().count("GET", "/blobs/" + layer.digest())).isEqualTo(3);
    assertThat(target.log().count("PUT", "/blobs/")).isEqualTo(2);
  }

  @Test
  void aCutUploadAndALostAnswerAreTriedAgain() throws Exception {
    Digest digest = images.image("acme/broker", "1", List.of(images.blob(900_000)));
    target.faults().on("PUT", "/blobs/uploads/", 1, new Fault.CutRequest(100_000));
    target.faults().on("PUT", "/blobs/uploads/", 1, new Fault.LoseAnswer());
    target.faults().on("PUT", "/manifests/", 1, new Fault.LoseAnswer());
    TransferReport report = copy(tagged("acme/broker", "1"));
    assertThat(report.complete()).as(report.toString()).isTrue();
    arrived.assertWhole("mirror/acme/broker", "1", digest);
  }

  @Test
  void aRegistryThatAsksForPatienceGetsIt() throws Exception {
    Digest digest = images.index("acme/broker", "1", List.of(images.blob(1000)));
    var slow = new Fault.Answer(429, Optional.of(Duration.ofSeconds(0)));
    source.faults().on("GET", ".*", 3, slow);
    target.faults().on("POST", ".*", 3, new Fault.Answer(503, Optional.empty()));
    target.faults().on("PUT", ".*", 3, slow);
    TransferReport report = copy(tagged("acme/broker", "1"));
    assertThat(report.complete()).as(report.toString()).isTrue();
    arrived.assertWhole("mirror/acme/broker", "1", digest);
  }

  @Test
  void retryAfterIsHeeded() throws Exception {
    images.image("acme/broker", "1", List.of(images.blob(10)));
    target
        .faults()
        .on("HEAD", "/manifests/", 1, new Fault.Answer(429, Optional.of(Duration.ofSeconds(1))));
    long before = System.nanoTime();
    assertThat(copy(tagged("acme/broker", "1")).complete()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void wrongBytesOfABlobFailTheImageAndNoManifestIsSeen() throws Exception {
    Blob layer = images.blob(50_000);
    images.index("acme/broker", "1", List.of(layer));
    source.faults().always("GET", "/blobs/" + layer.digest(), new Fault.WrongBytes());
    TransferReport report = copy(tagged("acme/broker", "1"));
    assertThat(report.results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Failed.class,
            failed -> assertThat(failed.reason()).contains("other bytes", source.authority()));
    assertThat(target.log().count("PUT", "/manifests/")).isZero();
    assertThat(source.log().count("GET", "/blobs/" + layer.digest())).isEqualTo(1);
  }

  @Test
  void aTargetThatSaysItHasABlobAndDoesNotGetsItAfterAll() throws Exception {
    Digest digest = images.index("acme/broker", "1", List.of(images.blob(10_000)));
    target.faults().on("POST", "/blobs/uploads/", 2, new Fault.Answer(201, Optional.empty()));
    TransferReport report = copy(tagged("acme/broker", "1"));
    assertThat(report.complete()).as(report.toString()).isTrue();
    arrived.assertWhole("mirror/acme/broker", "1", digest);
  }

  @Test
  void aTargetThatKeepsLyingIsNamed() throws Exception {
    Digest digest = images.image("acme/broker", "1", List.of(images.blob(10_000)));
    target.faults().always("PUT", "/manifests/", new Fault.Answer(404, Optional.empty()));
    TransferReport report = copy(tagged("acme/broker", "1"));
    assertThat(report.results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Failed.class,
            f ->
                assertThat(f.reason())
                    .contains(target.authority(), digest.toString(), "mirror/acme/broker"));
  }

  @Test
  void anAnswerThatNeverEndsIsCut() throws Exception {
    images.image("acme/broker", "1", List.of(images.blob(10)));
    HttpServer endless =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endless.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(202, 0);
          try (var body = exchange.getResponseBody()) {
            while (true) {
              body.write(new byte[8192]);
            }
          }
        });
    endless.start();
    try {
      var access =
          new RegistryAccess(
              URI.create("http://127.0.0.1:" + endless.getAddress().getPort()),
              TestImages.CLIENT,
              Optional.empty());
      TransferReport report =
          new ImageTransfer(
                  new RegistryAccess(source.address(), TestImages.CLIENT, Optional.empty()),
                  access,
                  TERMS,
                  new Random(1),
                  Clock.systemUTC())
              .copy(List.of(tagged("acme/broker", "1")), _ -> {});
      assertThat(report.results().getFirst()).isInstanceOf(CopyResult.Failed.class);
    } finally {
      endless.stop(0);
    }
  }

  @Test
  void aRegistryThatLiesAboutADigestIsFoundOut() throws Exception {
    Digest digest = images.index("acme/broker", "1", List.of(images.blob(10)));
    Digest other = Digest.of(new byte[] {1});
    source.faults().always("GET", "/manifests/", new Fault.WrongDigest(other));
    assertThat(copy(tagged("acme/broker", "1")).results().getFirst())
        .isInstanceOf(CopyResult.Failed.class);
    source.faults().clear();
    source.faults().always("GET", "/manifests/", new Fault.WrongBytes());
    ImageCopy pinned = ImageCopy.pinned("acme/broker", digest, "mirror/acme/broker");
    assertThat(copy(pinned).results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Failed.class, f -> assertThat(f.reason()).contains(digest.toString()));
    source.faults().clear();
    target.faults().always("PUT", "/manifests/", new Fault.WrongDigest(other));
    assertThat(copy(pinned).results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Failed.class, f -> assertThat(f.reason()).contains("changes what"));
  }

  @Test
  void foreignLayersAndOversizedManifestsAreRefusedWithTheReason() throws Exception {
    Blob layer = images.blob(10);
    images.pushBlob("acme/windows", layer);
    String foreign =
        """
        {"schemaVersion": 2, "config": %s,
         "layers": [{"mediaType": "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
           "digest": "%s", "size": 10, "urls": ["https://elsewhere.example/x"]}]}
        """
            .formatted(
                layer.descriptor("application/vnd.oci.image.config.v1+json"), layer.digest());
    images.push(
        "acme/windows", "1", Manifest.OCI_MANIFEST, foreign.getBytes(StandardCharsets.UTF_8));
    images.image("acme/broker", "1", List.of(images.blob(10)));
    TransferReport report =
        transfer(
                new TransferTerms(
                    4,
                    4,
                    2,
                    300,
                    Duration.ofSeconds(60),
                    Duration.ofMillis(1),
                    Duration.ofMillis(9)),
                Optional.empty())
            .copy(List.of(tagged("acme/broker", "1")), _ -> {});
    assertThat(report.results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Refused.class, r -> assertThat(r.reason()).contains("larger than 300"));
    assertThat(copy(tagged("acme/windows", "1")).results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Refused.class, r -> assertThat(r.reason()).contains("foreign layer"));
  }

  @Test
  void oneMissingImageDoesNotKeepTheOthers() throws Exception {
    Digest digest = images.image("acme/broker", "1", List.of(images.blob(10)));
    TransferReport report = copy(tagged("acme/gone", "1"), tagged("acme/broker", "1"));
    assertThat(report.complete()).isFalse();
    assertThat(report.results().get(1))
        .isEqualTo(new CopyResult.Copied(tagged("acme/broker", "1"), digest));
  }

  /// Breaks the connection at every request to the target in turn.
  @Test
  void atNoPointIsThereAManifestWithoutItsBlobs() throws Exception {
    Digest digest = images.index("acme/broker", "1", List.of(images.blob(1000)));
    var impatient =
        new TransferTerms(
            4, 4, 1, 1 << 20, Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ofMillis(9));
    boolean complete = false;
    for (int at = 1; !complete; at++) {
      var left = new AtomicInteger(at);
      target.close();
      Callers breaking =
          request -> {
            if (left.decrementAndGet() == 0) {
              throw new IllegalStateException("cut here");
            }
            return Callers.open().of(request);
          };
      target =
          RegistryServer.start(
              folder.resolve("t" + at), RegistryServer.Settings.loopback().admitting(breaking));
      complete =
          transfer(impatient, Optional.empty())
              .copy(List.of(tagged("acme/broker", "1")), _ -> {})
              .complete();
      assertThat(target.log().entries())
          .filteredOn(e -> e.method().equals("PUT") && e.path().contains("/manifests/"))
          .allMatch(e -> e.status() == 201 || e.status() == 0);
      arrived = new TestImages(target.address());
      left.set(0);
      if (arrived.manifest("mirror/acme/broker", "1").statusCode() == 200) {
        arrived.assertWhole("mirror/acme/broker", "1", digest);
      }
      assertThat(transfer().copy(List.of(tagged("acme/broker", "1")), _ -> {}).complete()).isTrue();
      arrived.assertWhole("mirror/acme/broker", "1", digest);
      assertThat(at).isLessThan(200);
    }
  }

  @Test
  void theCustomersRegistryGetsItsPasswordAndAWrongOneIsExplained() throws Exception {
    target.close();
    target =
        RegistryServer.start(
            folder.resolve("b"),
            RegistryServer.Settings.loopback().admitting(Callers.basic("robot", "s3cret")));
    Digest digest = images.index("acme/broker", "1", List.of(images.blob(1000)));
    List<ImageCopy> copies = List.of(tagged("acme/broker", "1"));
    TransferReport right =
        transfer(TERMS, Optional.of(new Credentials("robot", "s3cret"))).copy(copies, _ -> {});
    assertThat(right.results()).containsExactly(new CopyResult.Copied(copies.getFirst(), digest));
    TransferReport wrong =
        transfer(TERMS, Optional.of(new Credentials("robot", "guess"))).copy(copies, _ -> {});
    assertThat(wrong.results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Failed.class,
            f -> assertThat(f.reason()).contains("401", "credentials").doesNotContain("guess"));
  }

  @Test
  void aStoppedTransferEndsAtOnce() throws Exception {
    images.index("acme/broker", "1", List.of(images.blob(1000)));
    var released = new CountDownLatch(1);
    source.faults().always("GET", "/blobs/", new Fault.HoldUntil(released));
    ImageTransfer transfer = transfer();
    Thread stopper =
        Thread.ofVirtual()
            .start(() -> {
              while (source.log().count("GET", "/manifests/") == 0) {
                Thread.onSpinWait();
              }
              transfer.stop();
            });
    assertThatThrownBy(() -> transfer.copy(List.of(tagged("acme/broker", "1")), _ -> {}))
        .isInstanceOf(InterruptedException.class);
    stopper.join();
    released.countDown();
  }

  @Test
  void credentialsPrintNothing() {
    assertThat(new Credentials("robot", "s3cret").toString()).doesNotContain("s3cret", "robot");
  }
}
