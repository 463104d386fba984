package io.bowline.registry.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// A client that does not read holds its writer back, and nothing piles up.
class ResponseBodyTest {
  private final LinkedBlockingQueue<Promise<Void>> underWay = new LinkedBlockingQueue<>();
  private final AtomicReference<Handler<?>> closed = new AtomicReference<>();
  private final ResponseBody body = ResponseBody.of(response(), Duration.ofMinutes(2));

  @Test
  void aWriterIsAFewPiecesAheadOfTheSocketAndNoMore() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer = threads.submit(() -> writeAll(100));
      int most = 0;
      for (int piece = 0; piece < 100; piece++) {
        most = Math.max(most, underWay.size());
        Promise<Void> oldest = underWay.poll(60, TimeUnit.SECONDS);
        assertThat(oldest).isNotNull();
        oldest.complete();
      }
      writer.get(60, TimeUnit.SECONDS);
      assertThat(most).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void aWriterWhoseClientLeavesIsFreed() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer = threads.submit(() -> writeAll(100));
      assertThat(underWay.poll(60, TimeUnit.SECONDS)).isNotNull();
      closed.get().handle(null);
      assertThatThrownBy(() -> writer.get(60, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(ClientGone.class);
    }
  }

  private Void writeAll(int pieces) throws ClientGone, java.io.IOException {
    for (int piece = 0; piece < pieces; piece++) {
      body.write(new byte[1_000], 0, 1_000);
    }
    return null;
  }

  private HttpServerResponse response() {
    return (HttpServerResponse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServerResponse.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "write" -> {
                    Promise<Void> promise = Promise.promise();
                    underWay.add(promise);
                    yield promise.future();
                  }
                  case "closeHandler" -> {
                    closed.set((Handler<?>) arguments[0]);
                    yield self;
                  }
                  default -> self;
                });
  }
}
