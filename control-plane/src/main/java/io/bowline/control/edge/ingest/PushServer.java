package io.bowline.control.edge.ingest;

import io.bowline.control.telemetry.StoreFullException;
import io.bowline.control.telemetry.segment.WriterBehindException;
import io.bowline.model.identity.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// One port: bounds the body, finds out who sends, works on a virtual thread, answers.
final class PushServer {
  private static final Logger LOG = Logger.getLogger(PushServer.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(5);
  private static final Duration MUCH_LATER = Duration.ofSeconds(10);

  private final Map<String, Intake> paths;
  private final Ground ground;
  private final Semaphore room;
  private final Arriving.Bounds bounds;
  private final Set<HttpConnection> silent = ConcurrentHashMap.newKeySet();

  /// What a port works with.
  record Ground(Vertx vertx, Callers callers, ExecutorService threads, Tally tally) {}

  PushServer(Map<String, Intake> paths, Ground ground, IngestSettings settings) {
    this.paths = Map.copyOf(paths);
    this.ground = ground;
    this.room = new Semaphore(settings.concurrency());
    this.bounds =
        new Arriving.Bounds(
            ground.vertx(), settings.bodyTime(), new AtomicLong(settings.arrivingBytes()));
  }

  /// A connection has to say what it wants before a body's time is over.
  void connected(HttpConnection connection) {
    silent.add(connection);
    connection.closeHandler(_ -> silent.remove(connection));
    ground
        .vertx()
        .setTimer(
            bounds.time().toMillis(),
            _ -> {
              if (silent.remove(connection)) {
                connection.close();
              }
            });
  }

  /// On the event loop: nothing here may block.
  void handle(HttpServerRequest request) {
    silent.remove(request.connection());
    Intake intake = paths.get(request.path());
    if (intake == null) {
      answer(request, 404, "this port takes POST " + known());
    } else if (!HttpMethod.POST.equals(request.method())) {
      request.response().putHeader("Allow", "POST");
      answer(request, 405, "this port takes POST " + known());
    } else {
      Arriving.receive(request, bounds, new Taking(request, intake));
    }
  }

  private String known() {
    return String.join(" or ", paths.keySet().stream().sorted().toList());
  }

  /// What becomes of one body.
  private final class Taking implements Arriving.Taker {
    private final HttpServerRequest request;
    private final Intake intake;

    Taking(HttpServerRequest request, Intake intake) {
      this.request = request;
      this.intake = intake;
    }

    @Override
    public void whole(byte[] body, Runnable done) {
      if (!room.tryAcquire()) {
        done.run();
        refused(BadPush.tooMuch("too many pushes at once; send this one again", SOON));
        return;
      }
      try {
        ground
            .threads()
            .execute(() -> {
              try {
                work(request, intake, body);
              } finally {
                room.release();
                done.run();
              }
            });
      } catch (RejectedExecutionException e) {
        room.release();
        done.run();
        refused(BadPush.unavailable("the control plane is stopping; send this again", LATER));
      }
    }

    @Override
    public void refused(BadPush why) {
      answer(request, why);
    }

    /// Prometheus drops what is answered with 408.
    @Override
    public void late(Duration after) {
      answer(request, BadPush.unavailable("the body did not arrive whole within " + after, SOON))
          .onComplete(_ -> request.connection().close());
    }
  }

  private void work(HttpServerRequest request, Intake intake, byte[] body) {
    try {
      Optional<Identity> caller = ground.callers().of(request);
      if (caller.isEmpty()) {
        answer(request, 401, "the client certificate carries no identity that is admitted here");
        return;
      }
      Reply reply = intake.take(caller.get(), headers(request), body);
      reply.headers().forEach(request.response()::putHeader);
      answer(request, reply.status(), reply.text());
    } catch (BadPush e) {
      answer(request, e);
    } catch (StoreFullException e) {
      answer(
          request,
          BadPush.unavailable("there is no room to store this; send it again", MUCH_LATER));
    } catch (WriterBehindException e) {
      answer(request, BadPush.unavailable("the store is behind; send this again", LATER));
    } catch (IOException e) {
      LOG.errorf(e, "A push on %s could not be stored", request.path());
      answer(request, BadPush.unavailable("the push could not be stored; send it again", LATER));
    } catch (RuntimeException e) {
      LOG.errorf(e, "A push on %s failed", request.path());
      answer(request, BadPush.unavailable("the push failed on our side; send it again", LATER));
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

  private Future<Void> answer(HttpServerRequest request, BadPush why) {
    why.retryAfter()
        .ifPresent(after ->
            request
                .response()
                .putHeader("Retry-After", Long.toString(Math.max(1, after.toSeconds()))));
    return answer(request, why.status(), why.why());
  }

  private Future<Void> answer(HttpServerRequest request, int status, String message) {
    if (status >= 400) {
      ground.tally().refused();
    }
    return request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain")
        .end(message);
  }
}
