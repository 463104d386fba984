package io.bowline.bench.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WayTest {
  private static final Duration NEAR = Duration.ZERO;

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;
  private URI registry;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    registry = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private HttpResponse<byte[]> echo(Way way, byte[] body) throws Exception {
    var request = HttpRequest.newBuilder(way.address()).PUT(BodyPublishers.ofByteArray(body));
    return client.send(
        request.version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofByteArray());
  }

  @Test
  void carriesEveryByteAndCountsRequests() throws Exception {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    try (Way way = Way.to(registry, Weather.far(NEAR))) {
      assertThat(Arrays.equals(echo(way, bytes).body(), bytes)).isTrue();
      assertThat(echo(way, bytes).statusCode()).isEqualTo(200);
      assertThat(echo(way, new byte[1]).statusCode()).isEqualTo(200);
      assertThat(way.requests()).isEqualTo(3);
    }
  }

  @Test
  void takesItsTime() throws Exception {
    try (Way way = Way.to(registry, Weather.far(Duration.ofMillis(200)))) {
      long began = System.nanoTime();
      assertThat(echo(way, new byte[1]).statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
  }

  @Test
  void hasTooMuchForAWhileAndThenNoMore() throws Exception {
    Weather weather = Weather.far(NEAR).overloaded(1, Duration.ofMillis(500));
    try (Way way = Way.to(registry, weather)) {
      HttpResponse<byte[]> refused = echo(way, new byte[100_000]);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("2");
      long began = System.nanoTime();
      while (echo(way, new byte[1]).statusCode() == 429) {
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(50));
      }
    }
  }

  @Test
  void cutsConnections() throws Exception {
    try (Way way = Way.to(registry, Weather.far(NEAR).cutting(1))) {
      assertThatThrownBy(() -> echo(way, new byte[1])).isInstanceOf(IOException.class);
    }
  }
}
