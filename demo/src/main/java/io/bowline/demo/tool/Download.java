package io.bowline.demo.tool;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Streams one file to the disk: bounded, hashed on the way, given up when nothing comes any more.
///
/// @param patience how long nothing may come
record Download(HttpClient client, long limit, Duration patience) {
  private static final int BUFFER = 64 * 1024;

  /// Gets a file.
  ///
  /// @return what its bytes hash to
  /// @throws NotFetched saying what went wrong, with the address
  Digest to(URI address, Path file) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(patience).build();
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new NotFetched("%s answered %d".formatted(address, answer.statusCode()));
        }
        return copy(address, body, file);
      }
    } catch (NotFetched e) {
      throw e;
    } catch (IOException e) {
      throw new NotFetched("%s cannot be reached: %s".formatted(address, said(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotFetched("the download of " + address + " was interrupted");
    }
  }

  private Digest copy(URI address, InputStream body, Path file) throws IOException {
    MessageDigest hash = Digest.Algorithm.SHA256.hash();
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long taken = 0;
      for (int count = next(clock, body, buffer); count >= 0; count = next(clock, body, buffer)) {
        taken += count;
        if (taken > limit) {
          throw new NotFetched("%s is larger than %d bytes".formatted(address, limit));
        }
        hash.update(buffer, 0, count);
        out.write(buffer, 0, count);
      }
    } catch (NotFetched e) {
      throw e;
    } catch (IOException e) {
      throw new NotFetched("the download of %s broke off: %s".formatted(address, said(e)), e);
    }
    return Digest.finish(Digest.Algorithm.SHA256, hash);
  }

  /// One read that does not wait for ever: the body is closed under it when its time is over.
  private int next(ScheduledExecutorService clock, InputStream body, byte[] buffer)
      throws IOException {
    ScheduledFuture<?> end =
        clock.schedule(() -> close(body), patience.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return body.read(buffer);
    } finally {
      end.cancel(false);
    }
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // the reader is told by its own exception
      return;
    }
  }

  private static String said(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
