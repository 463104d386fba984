package io.bowline.runner.step.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.RegistryServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A source that is broken, or wants something of the runner: each ends with a reason, and with
/// nothing at the target.
@Timeout(60)
class HostileRegistryTest {
  private static final TransferTerms TERMS =
      new TransferTerms(
          16, 8, 3, 1 << 20, Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofMillis(50));

  @TempDir Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer source;
  private RegistryServer target;
  private Answering answering = exchange -> status(exchange, 404);

  private interface Answering {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    source.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    source.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.incrementAndGet();
            answering.to(exchange);
          }
        });
    source.start();
    target = RegistryServer.start(folder.resolve("t"), RegistryServer.Settings.loopback());
  }

  @AfterEach
  void stop() {
    source.stop(0);
    target.close();
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  private static void json(HttpExchange exchange, String type, byte[] bytes) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private CopyResult copied() throws Exception {
    URI address = URI.create("http://127.0.0.1:" + source.getAddress().getPort());
    CopyResult result =
        new ImageTransfer(
                new RegistryAccess(address, TestImages.CLIENT, Optional.empty()),
                new RegistryAccess(target.address(), TestImages.CLIENT, Optional.empty()),
                TERMS,
                new Random(1),
                Clock.systemUTC())
            .copy(
                List.of(new ImageCopy("acme/broker", "1", "acme/broker", Optional.of("1"))),
                _ -> {})
            .results()
            .getFirst();
    var arrived = new TestImages(target.address());
    assertThat(arrived.manifest("acme/broker", "1").statusCode()).isEqualTo(404);
    return result;
  }

  private void failsWith(String... words) throws Exception {
    assertThat(copied())
        .isInstanceOfSatisfying(
            CopyResult.Failed.class, failed -> assertThat(failed.reason()).contains(words));
  }

  private void refusedWith(String... words) throws Exception {
    assertThat(copied())
        .isInstanceOfSatisfying(
            CopyResult.Refused.class, refused -> assertThat(refused.reason()).contains(words));
  }

  @Test
  void anIndexOfTenThousandIsRefused() throws Exception {
    for (int many : List.of(10_000, 3_000)) {
      String entries =
          IntStream.range(0, many)
              .mapToObj(i -> descriptor(Digest.of(("" + i).getBytes(UTF_8)), 1))
              .collect(Collectors.joining(","));
      byte[] index = index(entries);
      answering = exchange -> json(exchange, Manifest.OCI_INDEX, index);
      refusedWith("acme/broker", many == 3_000 ? "more than 2000 others" : "larger than");
    }
  }

  @Test
  void indexesTwentyDeepAreRefusedBeforeTheBottom() throws Exception {
    byte[][] levels = new byte[20][];
    levels[19] = index("");
    for (int i = 18; i >= 0; i--) {
      levels[i] = index(descriptor(Digest.of(levels[i + 1]), levels[i + 1].length));
    }
    answering =
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          for (byte[] level : levels) {
            if (path.endsWith("/manifests/" + Digest.of(level))) {
              json(exchange, Manifest.OCI_INDEX, level);
              return;
            }
          }
          if (path.endsWith("/manifests/1")) {
            json(exchange, Manifest.OCI_INDEX, levels[0]);
          } else {
            status(exchange, 404);
          }
        };
    refusedWith("acme/broker", "nested");
    assertThat(asked.get()).isLessThan(15);
  }

  @Test
  void redirectsInACircleEnd() throws Exception {
    answering =
        exchange -> {
          exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getPath());
          status(exchange, 307);
        };
    failsWith("acme/broker", "sends on more often");
    assertThat(asked.get()).isLessThan(20);
  }

  @Test
  void aManifestShorterThanItsLengthIsAskedForAgainAndThenGivenUp() throws Exception {
    answering =
        exchange -> {
          if (exchange.getRequestMethod().equals("HEAD")) {
            status(exchange, 404);
            return;
          }
          exchange.getResponseHeaders().set("Content-Type", Manifest.OCI_INDEX);
          exchange.sendResponseHeaders(200, 5000);
          exchange.getResponseBody().write(index(""));
          exchange.getResponseBody().flush();
          throw new IOException("cut");
        };
    failsWith("127.0.0.1", "/v2/acme/broker/manifests/1");
    assertThat(asked.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void aHundredMegabytesThatCallThemselvesAManifestAreNotRead() throws Exception {
    answering =
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", Manifest.OCI_MANIFEST);
          exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : 0);
          byte[] much = new byte[1 << 16];
          for (int i = 0; i < 1600; i++) {
            exchange.getResponseBody().write(much);
          }
        };
    failsWith("127.0.0.1");
  }

  @Test
  void aBlobThatIsCutShortOrWithoutEndFailsWithItsNameAndLeavesNothing() throws Exception {
    byte[] layer = new byte[100_000];
    Digest digest = Digest.of(layer);
    byte[] config = "{}".getBytes(UTF_8);
    byte[] manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                Manifest.OCI_MANIFEST,
                descriptor(Digest.of(config), config.length),
                descriptor(digest, layer.length))
            .getBytes(UTF_8);
    Answering cut =
        exchange -> {
          exchange.sendResponseHeaders(200, layer.length);
          exchange.getResponseBody().write(layer, 0, 10);
          exchange.getResponseBody().flush();
          throw new IOException("cut");
        };
    Answering shorter =
        exchange -> {
          exchange.sendResponseHeaders(200, 400);
          exchange.getResponseBody().write(layer, 0, 400);
        };
    Answering endless =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 1000; i++) {
            exchange.getResponseBody().write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            exchange.getResponseBody().write(layer);
          }
        };
    for (Answering way : List.of(cut, shorter, endless)) {
      answering =
          exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/blobs/" + digest)) {
              way.to(exchange);
            } else if (path.endsWith("/blobs/" + Digest.of(config))) {
              json(exchange, "application/json", config);
            } else if (path.contains("/manifests/1") && exchange.getRequestMethod().equals("GET")) {
              json(exchange, Manifest.OCI_MANIFEST, manifest);
            } else {
              status(exchange, 404);
            }
          };
      failsWith("acme/broker", "127.0.0.1:" + source.getAddress().getPort(), digest.toString());
    }
    assertThat(new TestImages(target.address()).blob("acme/broker", digest).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aManifestOfNothingOrOfOtherThingsIsRefused() throws Exception {
    for (String text :
        List.of("[]", "nothing", "{\"config\": {\"digest\": \"../../x\", \"size\": 1}}")) {
      answering = exchange -> json(exchange, Manifest.OCI_MANIFEST, text.getBytes(UTF_8));
      refusedWith("acme/broker");
    }
  }

  @Test
  void namesOutsideTheGrammarNeverLeaveTheRunner() {
    for (String name : List.of("../x", "Acme/x", "acme//x", "acme/x?y", "acme/x/../../y", "")) {
      assertThatThrownBy(() -> new ImageCopy(name, "1", "acme/x", Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new ImageCopy("acme/x", "1", name, Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String tag : List.of("", "-x", "a b", "a/b", "x".repeat(129), "sha256:abc")) {
      assertThatThrownBy(() -> new ImageCopy("acme/x", tag, "acme/x", Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static byte[] index(String entries) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
        .formatted(Manifest.OCI_INDEX, entries)
        .getBytes(UTF_8);
  }

  private static String descriptor(Digest digest, int size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(Manifest.OCI_INDEX, digest, size);
  }
}
