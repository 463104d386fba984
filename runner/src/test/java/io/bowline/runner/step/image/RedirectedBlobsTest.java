package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A registry that gives out its blobs by signed addresses of a store, each of which is good for
/// one request.
@Timeout(120)
class RedirectedBlobsTest {
  private static final TransferTerms TERMS =
      new TransferTerms(
          8, 4, 6, 1 << 20, Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ofSeconds(2));
  private static final String SIGNATURE = "X-Amz-Signature=";
  private static final String ENDED =
      "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger given = new AtomicInteger();
  private final List<String> used = new CopyOnWriteArrayList<>();
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private volatile Store store = this::whole;
  private RegistryServer source;
  private RegistryServer target;
  private HttpServer front;
  private HttpServer behind;

  /// What the store does with a blob that it is asked for.
  private interface Store {
    void serve(HttpExchange exchange, byte[] blob) throws IOException;
  }

  @BeforeEach
  void start() throws Exception {
    source = RegistryServer.start(folder.resolve("s"), RegistryServer.Settings.loopback());
    target = RegistryServer.start(folder.resolve("t"), RegistryServer.Settings.loopback());
    front = server(this::sendOn);
    behind = server(this::give);
  }

  private HttpServer server(com.sun.net.httpserver.HttpHandler handler) throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    made.setExecutor(threads);
    made.createContext("/", handler);
    made.start();
    return made;
  }

  @AfterEach
  void stop() {
    front.stop(0);
    behind.stop(0);
    threads.shutdownNow();
    source.close();
    target.close();
  }

  private void sendOn(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.contains("/blobs/")) {
      String address =
          "http://127.0.0.1:%d%s?%s%d"
              .formatted(behind.getAddress().getPort(), path, SIGNATURE, given.incrementAndGet());
      exchange.getResponseHeaders().set("Location", address);
      exchange.sendResponseHeaders(307, -1);
      exchange.close();
      return;
    }
    String[] parts = path.split("/", -1);
    try {
      var manifest = new TestImages(source.address()).manifest("acme/r", parts[parts.length - 1]);
      exchange.getResponseHeaders().set("Content-Type", Manifest.OCI_MANIFEST);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(manifest.statusCode(), head ? -1 : manifest.body().length);
      if (!head) {
        exchange.getResponseBody().write(manifest.body());
      }
      exchange.close();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private void give(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    boolean fresh = !used.contains(query);
    used.add(query);
    ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
    if (!fresh) {
      refuse(exchange);
      return;
    }
    String[] parts = exchange.getRequestURI().getPath().split("/", -1);
    try {
      Digest digest = Digest.parse(parts[parts.length - 1]);
      store.serve(exchange, new TestImages(source.address()).blob("acme/r", digest).body());
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static void refuse(HttpExchange exchange) throws IOException {
    byte[] body = ENDED.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(403, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void whole(HttpExchange exchange, byte[] blob) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    byte[] rest = Arrays.copyOfRange(blob, from, blob.length);
    exchange.sendResponseHeaders(range == null ? 200 : 206, rest.length);
    exchange.getResponseBody().write(rest);
    exchange.close();
  }

  /// Half of what is large, and then nothing more.
  private void half(HttpExchange exchange, byte[] blob) throws IOException {
    if (blob.length < 100_000 || exchange.getRequestHeaders().containsKey("Range")) {
      whole(exchange, blob);
      return;
    }
    exchange.sendResponseHeaders(200, blob.length);
    exchange.getResponseBody().write(blob, 0, blob.length / 2);
    exchange.getResponseBody().flush();
    behindIsGone(exchange);
  }

  private static void behindIsGone(HttpExchange exchange) throws IOException {
    // closing with bytes owed ends the connection
    exchange.getResponseBody().close();
  }

  private TransferReport copy() throws Exception {
    var images = new TestImages(source.address());
    Digest digest = images.image("acme/r", "1", List.of(images.blob(400_000)));
    return new ImageTransfer(
            new RegistryAccess(
                URI.create("http://127.0.0.1:" + front.getAddress().getPort()),
                TestImages.CLIENT,
                Optional.empty()),
            new RegistryAccess(target.address(), TestImages.CLIENT, Optional.empty()),
            TERMS,
            new Random(1),
            Clock.systemUTC())
        .copy(List.of(ImageCopy.pinned("acme/r", digest, "m/r")), _ -> {});
  }

  @Test
  void aDownloadThatIsCutGoesOnFromItsByteAtANewAddress() throws Exception {
    store = this::half;
    TransferReport report = copy();
    assertThat(report.complete()).as(report.toString()).isTrue();
    assertThat(ranges).anyMatch(range -> range.matches("bytes=[1-9]\\d*-"));
    assertThat(used).doesNotHaveDuplicates();
  }

  @Test
  void anAddressThatEndedBeforeItWasUsedIsAskedForAnew() throws Exception {
    var refusals = new AtomicInteger(3);
    store =
        (exchange, blob) -> {
          if (refusals.getAndDecrement() > 0) {
            refuse(exchange);
          } else {
            whole(exchange, blob);
          }
        };
    TransferReport report = copy();
    assertThat(report.complete()).as(report.toString()).isTrue();
    assertThat(used).doesNotHaveDuplicates();
  }

  @Test
  void aStoreThatIsDownForAWhileIsTriedAgainByWayOfTheRegistry() throws Exception {
    var dead = new AtomicInteger(3);
    store =
        (exchange, blob) -> {
          if (dead.getAndDecrement() > 0) {
            exchange.close();
          } else {
            whole(exchange, blob);
          }
        };
    TransferReport report = copy();
    assertThat(report.complete()).as(report.toString()).isTrue();
    assertThat(given).hasValueGreaterThanOrEqualTo(5);
  }

  @Test
  void aStoreThatTakesNoAddressIsNamedAndTheAddressIsNot() throws Exception {
    store = (exchange, _) -> refuse(exchange);
    assertThat(copy().results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .contains("does not take the address", "127.0.0.1")
                    .doesNotContain(SIGNATURE));
  }
}
