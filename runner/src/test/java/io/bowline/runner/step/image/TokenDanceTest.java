package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.Admission;
import io.bowline.registry.http.Callers;
import io.bowline.registry.http.RegistryServer;
import io.bowline.runner.step.image.login.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A registry that sends its callers to a token endpoint, whose tokens are good for few requests.
@Timeout(300)
class TokenDanceTest {
  private static final int USES = 12;
  private static final TransferTerms TERMS =
      new TransferTerms(
          8, 4, 6, 1 << 20, Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ofSeconds(2));

  @TempDir Path folder;
  private final Map<String, AtomicInteger> left = new ConcurrentHashMap<>();
  private final AtomicInteger issued = new AtomicInteger();
  private final List<String> scopes = new CopyOnWriteArrayList<>();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private volatile String realmHost = "127.0.0.1";
  private HttpServer tokens;
  private RegistryServer source;
  private RegistryServer target;

  @BeforeEach
  void start() throws Exception {
    tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tokens.createContext("/token", this::issue);
    tokens.start();
    Callers callers =
        request -> {
          String sent = request.header("authorization").orElse("");
          AtomicInteger uses = left.getOrDefault(sent, new AtomicInteger());
          return uses.getAndDecrement() > 0
              ? Callers.open().of(request)
              : new Callers.Everything(challenge());
        };
    source = RegistryServer.start(folder.resolve("s"), RegistryServer.Settings.loopback());
    target =
        RegistryServer.start(
            folder.resolve("t"), RegistryServer.Settings.loopback().admitting(callers));
  }

  @AfterEach
  void stop() {
    tokens.stop(0);
    source.close();
    target.close();
  }

  private Admission.Challenged challenge() {
    String realm = "http://" + realmHost + ":" + tokens.getAddress().getPort() + "/token";
    return new Admission.Challenged(
        "Bearer scope=\"x\",service=\"reg, one\",realm=\"" + realm + "\"");
  }

  private void issue(HttpExchange exchange) throws IOException {
    String basic = exchange.getRequestHeaders().getFirst("Authorization");
    shown.add(String.valueOf(basic));
    boolean known = new Credentials("robot", "s3cret").basic().equals(basic);
    String query = exchange.getRequestURI().getRawQuery();
    scopes.add(URLDecoder.decode(query, StandardCharsets.UTF_8));
    String token = "t" + issued.incrementAndGet();
    left.put("Bearer " + token, new AtomicInteger(USES));
    byte[] answer =
        ("{\"token\":\"" + token + "\",\"expires_in\":300}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private TransferReport copy(List<ImageCopy> copies, String password) throws Exception {
    return copy(copies, new Credentials("robot", password));
  }

  private TransferReport copy(List<ImageCopy> copies, Credentials credentials) throws Exception {
    return new ImageTransfer(
            new RegistryAccess(source.address(), TestImages.CLIENT, Optional.empty()),
            new RegistryAccess(target.address(), TestImages.CLIENT, Optional.of(credentials)),
            TERMS,
            new Random(1),
            Clock.systemUTC())
        .copy(copies, _ -> {});
  }

  @Test
  void tokensAreFetchedPerRepositoryAndRenewedWhileImagesAreOnTheirWay() throws Exception {
    var images = new TestImages(source.address());
    var shared = images.blob(2000);
    var copies = new ArrayList<ImageCopy>();
    for (int i = 0; i < 3; i++) {
      Digest digest = images.index("acme/r" + i, "1", List.of(shared, images.blob(100)));
      copies.add(ImageCopy.pinned("acme/r" + i, digest, "m/r" + i));
    }
    TransferReport report = copy(copies, "s3cret");
    assertThat(report.complete()).as(report.toString()).isTrue();
    assertThat(issued.get()).isGreaterThan(4);
    assertThat(scopes)
        .anyMatch(q -> q.contains("service=reg, one") && q.contains("repository:m/r0:pull,push"))
        .anyMatch(q -> q.matches(".*scope=repository:m/r.:pull,push&scope=repository:m/r.:pull"));
  }

  @Test
  void aTokenEndpointThatRefusesIsNamed() throws Exception {
    var images = new TestImages(source.address());
    Digest digest = images.image("acme/r", "1", List.of(images.blob(10)));
    TransferReport report = copy(List.of(ImageCopy.pinned("acme/r", digest, "m/r")), "guess");
    assertThat(report.results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Failed.class,
            f -> assertThat(f.reason()).contains("token endpoint").doesNotContain("guess"));
  }

  @Test
  void thePasswordIsNotShownToATokenEndpointOnAnotherHost() throws Exception {
    realmHost = "localhost";
    var images = new TestImages(source.address());
    Digest digest = images.image("acme/r", "1", List.of(images.blob(10)));
    var copies = List.of(ImageCopy.pinned("acme/r", digest, "m/r"));
    TransferReport report = copy(copies, "s3cret");
    assertThat(report.results().getFirst())
        .isInstanceOfSatisfying(
            CopyResult.Failed.class,
            f -> assertThat(f.reason()).contains("another host, localhost", "token-host"));
    assertThat(shown).isNotEmpty().containsOnly("null");
    var named = new Credentials("robot", "s3cret", Optional.of("localhost"));
    assertThat(copy(copies, named).complete()).as("the customer names that host").isTrue();
  }

  @Test
  void aBlobBehindARedirectIsFetchedWithoutThePassword() throws Exception {
    var images = new TestImages(source.address());
    Digest digest = images.image("acme/r", "1", List.of(images.blob(5000)));
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer front =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpServer store =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    front.createContext("/", exchange -> redirectBlobs(exchange, store.getAddress().getPort()));
    store.createContext(
        "/",
        exchange -> {
          seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          pass(exchange);
        });
    front.start();
    store.start();
    try {
      TransferReport report =
          new ImageTransfer(
                  new RegistryAccess(
                      URI.create("http://127.0.0.1:" + front.getAddress().getPort()),
                      TestImages.CLIENT,
                      Optional.of(new Credentials("robot", "s3cret"))),
                  new RegistryAccess(
                      target.address(),
                      TestImages.CLIENT,
                      Optional.of(new Credentials("robot", "s3cret"))),
                  TERMS,
                  new Random(1),
                  Clock.systemUTC())
              .copy(List.of(ImageCopy.pinned("acme/r", digest, "m/r")), _ -> {});
      assertThat(report.complete()).as(report.toString()).isTrue();
      assertThat(seen).isNotEmpty().containsOnly("null");
    } finally {
      front.stop(0);
      store.stop(0);
    }
  }

  private void redirectBlobs(HttpExchange exchange, int storePort) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.contains("/blobs/")) {
      exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + storePort + path);
      exchange.sendResponseHeaders(307, -1);
      exchange.close();
    } else {
      pass(exchange);
    }
  }

  /// Hands on to the source registry.
  private void pass(HttpExchange exchange) throws IOException {
    var images = new TestImages(source.address());
    String[] parts = exchange.getRequestURI().getPath().split("/", -1);
    try {
      String repository = parts[2] + "/" + parts[3];
      var answer =
          parts[4].equals("blobs")
              ? images.blob(repository, Digest.parse(parts[5]))
              : images.manifest(repository, parts[5]);
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
      exchange.close();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
