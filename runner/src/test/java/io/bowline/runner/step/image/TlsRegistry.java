package io.bowline.runner.step.image;

import io.bowline.registry.http.RegistryServer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiPredicate;

/// A registry behind TLS that speaks HTTP/2 and HTTP/1.1, and does in HTTP/2 what it is told to.
final class TlsRegistry implements AutoCloseable {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "host", "upgrade", "http2-settings");

  /// A request that arrived.
  record Seen(HttpVersion version, String method, String path) {}

  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final Vertx vertx = Vertx.vertx();
  private final RegistryServer behind;
  private final TestTls tls = TestTls.make();
  private final HttpServer server;
  private final BiPredicate<HttpServerRequest, Integer> trouble;

  private TlsRegistry(
      Path folder, HttpServerOptions options, BiPredicate<HttpServerRequest, Integer> trouble)
      throws Exception {
    this.trouble = trouble;
    behind = RegistryServer.start(folder, RegistryServer.Settings.loopback());
    server =
        vertx
            .createHttpServer(
                options
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(KeyCertOptions.wrap(tls.server())))
            .requestHandler(this::take)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
  }

  /// One that does nothing wrong.
  static TlsRegistry start(Path folder) throws Exception {
    return start(folder, new HttpServerOptions(), (_, _) -> false);
  }

  /// @param trouble sees each HTTP/2 request with its number, from 1 on, and says whether it has
  ///   done with it
  static TlsRegistry start(
      Path folder, HttpServerOptions options, BiPredicate<HttpServerRequest, Integer> trouble)
      throws Exception {
    return new TlsRegistry(folder, options, trouble);
  }

  static HttpServerOptions streams(int most) {
    return new HttpServerOptions()
        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(most));
  }

  RegistryAccess access() {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(tls.client())
            .build();
    return new RegistryAccess(
        URI.create("https://127.0.0.1:" + server.actualPort()), client, Optional.empty());
  }

  /// The same registry without TLS and trouble.
  URI plain() {
    return behind.address();
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  private int secondVersion() {
    return (int) seen.stream().filter(one -> one.version() == HttpVersion.HTTP_2).count();
  }

  private void take(HttpServerRequest request) {
    int number;
    synchronized (seen) {
      seen.add(new Seen(request.version(), request.method().name(), request.path()));
      number = secondVersion();
    }
    if (request.version() == HttpVersion.HTTP_2 && trouble.test(request, number)) {
      return;
    }
    request.body().onSuccess(body -> Thread.ofVirtual().start(() -> answer(request, body)));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    var asked =
        HttpRequest.newBuilder(behind.address().resolve(request.uri()))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(30))
            .method(request.method().name(), BodyPublishers.ofByteArray(body.getBytes()));
    for (var header : request.headers()) {
      if (!OF_THE_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        asked.header(header.getKey(), header.getValue());
      }
    }
    try {
      HttpResponse<byte[]> got = TestImages.CLIENT.send(asked.build(), BodyHandlers.ofByteArray());
      vertx.runOnContext(_ -> give(request, got));
    } catch (IOException e) {
      vertx.runOnContext(_ -> request.connection().close());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void give(HttpServerRequest request, HttpResponse<byte[]> got) {
    var response = request.response().setStatusCode(got.statusCode());
    got.headers()
        .map()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            response.putHeader(name, values);
          }
        });
    var _ =
        request.method().name().equals("HEAD")
            ? response.end()
            : response.end(Buffer.buffer(got.body()));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    behind.close();
  }
}
