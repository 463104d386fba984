package io.bowline.runner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.bowline.runner.telemetry.spool.Batch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the runner makes of the control plane's answers to a batch.
class HttpPushTest {
  private static final String WHEN = "Retry-After";

  private HttpServer server;
  private volatile int status;
  private volatile String retryAfter = "";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().add(WHEN, retryAfter);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void keepsWhatMayBeSentAgainAndWaitsAsLongAsItIsTold() throws Exception {
    assertThat(answered(204, "")).isInstanceOf(Push.Answer.Taken.class);
    for (int later : List.of(401, 403, 408, 429, 500, 503)) {
      assertThat(answered(later, "7"))
          .as("status %d", later)
          .isInstanceOfSatisfying(
              Push.Answer.Later.class,
              answer -> assertThat(answer.atLeast()).isEqualTo(Duration.ofSeconds(7)));
    }
    assertThat(answered(429, "soon"))
        .isInstanceOfSatisfying(
            Push.Answer.Later.class, answer -> assertThat(answer.atLeast()).isZero());
    for (int never : List.of(400, 413, 415)) {
      assertThat(answered(never, "7")).isInstanceOf(Push.Answer.Refused.class);
    }
  }

  private Push.Answer answered(int with, String after) throws InterruptedException {
    status = with;
    retryAfter = after;
    URI target = URI.create("http://localhost:" + server.getAddress().getPort() + "/push");
    try (HttpClient client = HttpClient.newHttpClient()) {
      var push = new HttpPush(() -> client, target, Map.of(), _ -> new byte[] {1});
      return push.send(new Batch(1, List.of(), List.of()));
    }
  }
}
