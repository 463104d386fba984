package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Registries that speak HTTP/2, well and badly: what is small shares a connection there, and
/// whatever happens to that one the images arrive.
@Timeout(120)
class SharedConnectionTest {
  private static final int REFUSED_STREAM = 7;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int HTTP_1_1_REQUIRED = 13;
  private static final TransferTerms TERMS =
      new TransferTerms(
          16, 8, 4, 1 << 20, Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofMillis(50));

  @TempDir Path folder;

  /// Copies some images within a registry of this kind, as if it were two.
  private List<TlsRegistry.Seen> copied(
      HttpServerOptions options, BiPredicate<HttpServerRequest, Integer> trouble, int largest)
      throws Exception {
    try (var registry = TlsRegistry.start(folder, options, trouble)) {
      var images = new TestImages(registry.plain());
      List<TestImages.Blob> shared = List.of(images.blob(100_000), images.blob(largest));
      var copies = new ArrayList<ImageCopy>();
      var digests = new ArrayList<Digest>();
      for (int i = 0; i < 3; i++) {
        digests.add(images.index("acme/r" + i, "1.0", shared));
        copies.add(new ImageCopy("acme/r" + i, "1.0", "mirror/r" + i, Optional.of("1.0")));
      }
      var transfer =
          new ImageTransfer(
              registry.access(), registry.access(), TERMS, new Random(1), Clock.systemUTC());
      TransferReport report = transfer.copy(copies, _ -> {});
      assertThat(report.results()).allMatch(one -> one instanceof CopyResult.Copied);
      for (int i = 0; i < copies.size(); i++) {
        images.assertWhole("mirror/r" + i, "1.0", digests.get(i));
      }
      return registry.seen();
    }
  }

  private static long count(List<TlsRegistry.Seen> seen, HttpVersion version) {
    return seen.stream().filter(one -> one.version() == version).count();
  }

  @Test
  void whatIsSmallSharesAConnectionAndWhatIsLargeHasOneOfItsOwn() throws Exception {
    List<TlsRegistry.Seen> seen = copied(new HttpServerOptions(), (_, _) -> false, 5_000_000);
    assertThat(seen)
        .filteredOn(one -> one.version() != HttpVersion.HTTP_2)
        .allMatch(one -> one.method().equals("PUT") || one.path().contains("/blobs/sha256:"))
        .filteredOn(one -> one.method().equals("GET"))
        .hasSize(1);
    assertThat(seen)
        .filteredOn(one -> one.version() == HttpVersion.HTTP_2)
        .extracting(TlsRegistry.Seen::method)
        .contains("GET", "HEAD", "POST", "PUT");
  }

  @Test
  @Tag("nightly")
  void aRegistryWithoutHttp2IsSpokenToAsBefore() throws Exception {
    var options = new HttpServerOptions().setAlpnVersions(List.of(HttpVersion.HTTP_1_1));
    List<TlsRegistry.Seen> seen = copied(options, (_, _) -> false, 1000);
    assertThat(count(seen, HttpVersion.HTTP_2)).isZero();
  }

  @Test
  @Tag("nightly")
  void aRegistryThatTakesFewRequestsOnAConnectionGetsTheRestOnOthers() throws Exception {
    List<TlsRegistry.Seen> seen = copied(TlsRegistry.streams(1), (_, _) -> false, 1000);
    assertThat(count(seen, HttpVersion.HTTP_2)).isPositive();
    assertThat(seen)
        .filteredOn(one -> one.version() != HttpVersion.HTTP_2)
        .extracting(TlsRegistry.Seen::method)
        .contains("HEAD");
  }

  @Test
  void aConnectionThatIsBeingClosedLosesNothing() throws Exception {
    List<TlsRegistry.Seen> seen =
        copied(
            new HttpServerOptions(),
            (request, number) -> {
              if (number % 10 == 0) {
                request.connection().goAway(0);
              }
              return false;
            },
            1000);
    assertThat(count(seen, HttpVersion.HTTP_2)).isGreaterThan(15);
  }

  @Test
  @Tag("nightly")
  void aConnectionThatEndsWithRequestsUnansweredLosesNothing() throws Exception {
    List<TlsRegistry.Seen> seen =
        copied(
            new HttpServerOptions(),
            (request, number) -> {
              if (number % 25 == 0) {
                request.connection().close();
                return true;
              }
              return false;
            },
            1000);
    assertThat(count(seen, HttpVersion.HTTP_2)).isGreaterThan(15);
  }

  @Test
  void requestsThatAreResetAreSentAgain() throws Exception {
    var codes = List.of(REFUSED_STREAM, ENHANCE_YOUR_CALM, HTTP_1_1_REQUIRED, 2);
    var next = new AtomicInteger();
    List<TlsRegistry.Seen> seen =
        copied(
            new HttpServerOptions(),
            (request, number) -> {
              if (number % 5 == 0) {
                request.response().reset(codes.get(next.getAndIncrement() % codes.size()));
                return true;
              }
              return false;
            },
            1000);
    assertThat(next.get()).isGreaterThan(5);
    assertThat(count(seen, HttpVersion.HTTP_2)).isGreaterThan(15);
  }

  @Test
  @Tag("nightly")
  void aRegistryThatSpeaksHttp2ButAnswersNothingInItIsSpokenToInTheOther() throws Exception {
    var resets = new AtomicInteger();
    List<TlsRegistry.Seen> seen =
        copied(
            new HttpServerOptions(),
            (request, _) -> {
              resets.incrementAndGet();
              request.response().reset(HTTP_1_1_REQUIRED);
              return true;
            },
            1000);
    assertThat(resets.get()).isLessThan(2 * (100 + 64));
    assertThat(count(seen, HttpVersion.HTTP_1_1)).isGreaterThan(15);
  }
}
