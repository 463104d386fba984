package io.bowline.bench.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// The least that answers over TLS on the same web server: whatever is asked, the same page. What
/// the control plane takes above that is its own.
final class HelloProcess {
  private HelloProcess() {}

  /// Answers until it is ended.
  ///
  /// @param args key store, its password, file with the page, and the file that the port goes to
  public static void main(String[] args) throws IOException, InterruptedException {
    Buffer page = Buffer.buffer(Files.readAllBytes(Path.of(args[2])));
    var tls = new PfxOptions().setPath(args[0]).setPassword(args[1]);
    Vertx.vertx()
        .createHttpServer(
            new HttpServerOptions().setHost("localhost").setSsl(true).setKeyCertOptions(tls))
        .requestHandler(
            request -> request.response().putHeader("Content-Type", "application/json").end(page))
        .listen(0)
        .onSuccess(server -> told(Path.of(args[3]), server.actualPort()))
        .onFailure(failed -> System.exit(1));
    new CountDownLatch(1).await();
  }

  private static void told(Path file, int port) {
    try {
      Path part = Path.of(file + ".part");
      Files.writeString(part, Integer.toString(port));
      Files.move(part, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
