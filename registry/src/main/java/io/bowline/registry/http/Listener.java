package io.bowline.registry.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// A listening port with event loops of its own.
final class Listener implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int LONGEST_HEAD = 64 * 1024;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final Vertx vertx;
  private final HttpServer server;

  private Listener(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  /// Listens, and gives each request on the event loop that read it.
  static Listener start(
      RegistryServer.Settings settings, BiConsumer<HttpServerRequest, Vertx> taker)
      throws IOException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setUseDaemonThread(true)
                .setEventLoopPoolSize(PROCESSORS)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    HttpServer server =
        vertx
            .createHttpServer(options(settings))
            .requestHandler(request -> taker.accept(request, vertx));
    try {
      await(server.listen());
    } catch (IOException e) {
      Future<Void> _ = vertx.close();
      throw e;
    }
    return new Listener(vertx, server);
  }

  int port() {
    return server.actualPort();
  }

  /// Takes no more requests and closes the connections there are.
  void stop() {
    end(server.close());
  }

  @Override
  public void close() {
    end(vertx.close());
  }

  private static void end(Future<Void> ending) {
    try {
      await(ending);
    } catch (IOException e) {
      throw new IllegalStateException("the registry's port cannot be closed", e);
    }
  }

  private static HttpServerOptions options(RegistryServer.Settings settings) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.address().getAddress().getHostAddress())
            .setPort(settings.address().getPort())
            .setHttp2ClearTextEnabled(false)
            .setMaxChunkSize(CHUNK)
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LONGEST_HEAD)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) (2 * settings.patience().toMillis()));
    settings
        .tls()
        .ifPresent(certificate ->
            options
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(KeyCertOptions.wrap(certificate)));
    return options;
  }

  private static <T> void await(Future<T> future) throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    future.onComplete(_ -> done.countDown());
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while a port was opened or closed");
    }
    if (future.failed()) {
      throw new IOException(future.cause().getMessage(), future.cause());
    }
  }
}
