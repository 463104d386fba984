package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.Fault;
import io.bowline.registry.http.RegistryServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Large blobs go up in pieces, and go on where they were after a cut and after a restart.
@Timeout(300)
class UploadTest {
  private static final int PIECE = 100_000;
  private static final int SIZE = 950_000;
  private static final List<ImageCopy> COPIES =
      List.of(new ImageCopy("acme/broker", "1", "mirror/broker", Optional.of("1")));

  @TempDir Path folder;
  private RegistryServer source;
  private RegistryServer target;
  private TestImages images;
  private TestImages.Blob layer;
  private Digest digest;

  @BeforeEach
  void start() throws Exception {
    source = RegistryServer.start(folder.resolve("s"), RegistryServer.Settings.loopback());
    target = RegistryServer.start(folder.resolve("t"), RegistryServer.Settings.loopback());
    images = new TestImages(source.address());
    layer = images.blob(SIZE);
    digest = images.image("acme/broker", "1", List.of(layer));
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
  }

  @Test
  @Tag("C36.resumable")
  void aCutUploadGoesOnAtTheByteThatTheTargetReports() throws Exception {
    target.faults().on("PATCH", "/blobs/uploads/", 2, new Fault.CutRequest(30_000));
    TransferReport report = transfer(target.address(), 4, Checkpoints.none()).copy(COPIES, _ -> {});
    assertThat(report.complete()).as(report.toString()).isTrue();
    arrived();
    // the config has one of its own; the layer's second upload would be a third
    assertThat(target.log().count("POST", "/blobs/uploads/")).isEqualTo(2);
    assertThat(target.log().count("GET", "/blobs/uploads/")).isEqualTo(2);
  }

  @Test
  @Tag("C36.resumable")
  void aLostAnswerToAPieceSendsNothingTwice() throws Exception {
    target.faults().on("PATCH", "/blobs/uploads/", 1, new Fault.LoseAnswer());
    TransferReport report = transfer(target.address(), 4, Checkpoints.none()).copy(COPIES, _ -> {});
    assertThat(report.complete()).as(report.toString()).isTrue();
    arrived();
    assertThat(target.log().count("PATCH", "/blobs/uploads/")).isLessThanOrEqualTo(10);
  }

  @Test
  @Tag("C36.resumable")
  void afterARestartOfTheRunnerItGoesOnWhereItWas() throws Exception {
    interrupted();
    long opened = target.log().count("POST", "/blobs/uploads/");
    long before = target.log().count("PATCH", "/blobs/uploads/.*");
    TransferReport again = transfer(target.address(), 4, checkpoints()).copy(COPIES, _ -> {});
    assertThat(again.complete()).as(again.toString()).isTrue();
    arrived();
    assertThat(target.log().count("POST", "/blobs/uploads/") - opened)
        .as("only the config may open one")
        .isLessThanOrEqualTo(1);
    assertThat(target.log().count("PATCH", "/blobs/uploads/") - before).isEqualTo(5);
    assertThat(left()).isEmpty();
  }

  @Test
  void anUploadThatTheTargetHasForgottenIsBegunAnew() throws Exception {
    interrupted();
    target.close();
    target = RegistryServer.start(folder.resolve("other"), RegistryServer.Settings.loopback());
    TransferReport again = transfer(target.address(), 4, checkpoints()).copy(COPIES, _ -> {});
    assertThat(again.complete()).as(again.toString()).isTrue();
    arrived();
  }

  @Test
  void checkpointsOfYesterdayAreClearedAway() throws Exception {
    interrupted();
    assertThat(left()).isNotEmpty();
    var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
    Checkpoints.in(folder.resolve("uploads"), later);
    assertThat(left()).isEmpty();
  }

  @Test
  @Tag("C36.resumable")
  void aTargetThatLostBytesSaysSoAndGetsThem() throws Exception {
    try (var forgetful = new ForgetfulTarget()) {
      TransferReport report =
          transfer(forgetful.address(), 4, Checkpoints.none()).copy(COPIES, _ -> {});
      assertThat(report.complete()).as(report.toString()).isTrue();
      assertThat(Digest.of(forgetful.blob())).isEqualTo(layer.digest());
      assertThat(forgetful.refused()).isEqualTo(1);
    }
  }

  @Test
  void wrongBytesOfALargeBlobAreFoundBeforeItIsClosed() throws Exception {
    source.faults().always("GET", "/blobs/" + layer.digest(), new Fault.WrongBytes());
    TransferReport report = transfer(target.address(), 4, Checkpoints.none()).copy(COPIES, _ -> {});
    assertThat(report.results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .contains("other bytes", layer.digest().toString(), source.authority()));
    assertThat(target.log().count("PUT", "/manifests/")).isZero();
  }

  /// A first run that ends with five pieces at the target.
  private void interrupted() throws Exception {
    target.faults().always("PUT", "/blobs/uploads/", new Fault.Answer(500, Optional.empty()));
    source
        .faults()
        .always("GET", "/blobs/" + layer.digest(), new Fault.CutResponse(PIECE * 5L + 1000));
    TransferReport first = transfer(target.address(), 1, checkpoints()).copy(COPIES, _ -> {});
    assertThat(first.complete()).isFalse();
    target.faults().clear();
    source.faults().clear();
  }

  private Checkpoints checkpoints() {
    return Checkpoints.in(folder.resolve("uploads"), Clock.systemUTC());
  }

  /// Uploads that are under way, by their checkpoints.
  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("uploads"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private void arrived() throws Exception {
    new TestImages(target.address()).assertWhole("mirror/broker", "1", digest);
  }

  private ImageTransfer transfer(URI to, int tries, Checkpoints checkpoints) {
    var terms =
        new TransferTerms(
                16,
                8,
                tries,
                1 << 20,
                Duration.ofSeconds(60),
                Duration.ofMillis(1),
                Duration.ofSeconds(2))
            .inPieces(PIECE);
    return new ImageTransfer(
        new RegistryAccess(source.address(), TestImages.CLIENT, Optional.empty()),
        new RegistryAccess(to, TestImages.CLIENT, Optional.empty()),
        terms,
        new Random(1),
        Clock.systemUTC(),
        checkpoints);
  }

  /// Loses the end of the third piece, after it has said that all is well.
  private static final class ForgetfulTarget implements AutoCloseable {
    private final HttpServer server;
    private byte[] bytes = new byte[0];
    private int pieces;
    private int refused;

    ForgetfulTarget() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    }

    URI address() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized byte[] blob() {
      return bytes.clone();
    }

    synchronized int refused() {
      return refused;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
      String path = exchange.getRequestURI().getPath();
      int status =
          switch (exchange.getRequestMethod()) {
            case "POST" -> {
              exchange.getResponseHeaders().set("Location", "/v2/mirror/broker/blobs/uploads/u");
              yield 202;
            }
            case "PATCH" -> piece(exchange);
            case "PUT" -> 201;
            default -> 404;
          };
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(path.isEmpty() ? 404 : status, -1);
      exchange.close();
    }

    private int piece(HttpExchange exchange) throws IOException {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      String range = exchange.getRequestHeaders().getFirst("Content-Range");
      exchange.getResponseHeaders().set("Location", "/v2/mirror/broker/blobs/uploads/u");
      if (Integer.parseInt(range.substring(0, range.indexOf('-'))) != bytes.length) {
        refused++;
        exchange.getResponseHeaders().set("Range", "0-" + (bytes.length - 1));
        return 416;
      }
      var all = new ByteArrayOutputStream();
      all.write(bytes);
      all.write(sent);
      bytes = all.toByteArray();
      if (++pieces == 3) {
        bytes = Arrays.copyOf(bytes, bytes.length - 40_000);
      }
      return 202;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
