package io.bowline.control.edge.ingest;

import io.bowline.control.telemetry.Source;
import io.bowline.model.identity.Identity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/// One path on one port: bounds the body, finds out who sends, works on a virtual thread, answers.
final class PushServer {
  private static final Logger LOG = Logger.getLogger(PushServer.class);

  private final String path;
  private final Push push;
  private final Callers callers;
  private final Semaphore room;
  private final ExecutorService threads;
  private final Tally tally;

  PushServer(
      String path,
      Push push,
      Callers callers,
      int concurrency,
      ExecutorService threads,
      Tally tally) {
    this.path = path;
    this.push = push;
    this.callers = callers;
    this.room = new Semaphore(concurrency);
    this.threads = threads;
    this.tally = tally;
  }

  /// On the event loop: nothing here may block.
  void handle(HttpServerRequest request) {
    if (!path.equals(request.path())) {
      answer(request, 404, "this port takes POST " + path);
    } else if (!HttpMethod.POST.equals(request.method())) {
      request.response().putHeader("Allow", "POST");
      answer(request, 405, "this port takes POST " + path);
    } else {
      receive(request);
    }
  }

  private void receive(HttpServerRequest request) {
    var body = Buffer.buffer();
    boolean[] refused = {false};
    request.handler(chunk -> {
      if (refused[0]) {
        return;
      }
      if (body.length() + chunk.length() > Body.MAX_COMPRESSED) {
        refused[0] = true;
        answer(request, 413, BadPush.tooLarge("the body", Body.MAX_COMPRESSED).why());
      } else {
        body.appendBuffer(chunk);
      }
    });
    request.endHandler(_ -> {
      if (!refused[0]) {
        work(request, body.getBytes());
      }
    });
  }

  private void work(HttpServerRequest request, byte[] body) {
    if (!room.tryAcquire()) {
      request.response().putHeader("Retry-After", "1");
      answer(request, 429, "too many pushes at once; send this one again");
      return;
    }
    try {
      threads.execute(() -> {
        try {
          take(request, body);
        } finally {
          room.release();
        }
      });
    } catch (RejectedExecutionException e) {
      room.release();
      answer(request, 503, "the control plane is stopping; send this again");
    }
  }

  private void take(HttpServerRequest request, byte[] body) {
    try {
      Optional<Identity> caller = callers.of(request);
      if (caller.isEmpty()) {
        answer(request, 401, "the client certificate carries no identity that is admitted here");
        return;
      }
      var source = new Source(caller.get().org(), caller.get().install());
      int count = push.take(source, headers(request), body);
      tally.took(body.length, count);
      request
          .response()
          .putHeader("X-Prometheus-Remote-Write-Samples-Written", Integer.toString(count))
          .putHeader("X-Prometheus-Remote-Write-Histograms-Written", "0")
          .putHeader("X-Prometheus-Remote-Write-Exemplars-Written", "0");
      answer(request, 204, "");
    } catch (BadPush e) {
      answer(request, e.status(), e.why());
    } catch (IOException e) {
      LOG.errorf(e, "A push on %s could not be stored", path);
      answer(request, 503, "the push could not be stored; send it again");
    }
  }

  private static Headers headers(HttpServerRequest request) {
    return new Headers(
        header(request, "Content-Type"),
        header(request, "Content-Encoding"),
        header(request, "X-Bowline-Batch"));
  }

  private static String header(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  private void answer(HttpServerRequest request, int status, String message) {
    if (status >= 400) {
      tally.refused();
    }
    request.response().setStatusCode(status).putHeader("Content-Type", "text/plain").end(message);
  }
}
