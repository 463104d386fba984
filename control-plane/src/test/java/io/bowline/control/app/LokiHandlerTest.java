package io.bowline.control.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The process's own log against a server that speaks Loki's push protocol.
class LokiHandlerTest {
  private record Received(String tenant, String authorization, JsonNode body) {}

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final AtomicInteger refuse = new AtomicInteger();
  private HttpServer loki;

  @BeforeEach
  void loki() throws IOException {
    loki = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    loki.createContext("/loki/api/v1/push", this::push);
    loki.start();
  }

  @AfterEach
  void stop() {
    loki.stop(0);
  }

  private void push(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (refuse.getAndDecrement() > 0) {
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
      return;
    }
    received.add(
        new Received(
            exchange.getRequestHeaders().getFirst("X-Scope-OrgID"),
            exchange.getRequestHeaders().getFirst("Authorization"),
            new ObjectMapper().readTree(body)));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  @Test
  void aLineArrivesWithItsIdsAsFieldsAndFewLabels() throws Exception {
    LokiHandler handler = handler(address());

    handler.publish(line("job finished", "org", "o-1", "job", "j-1"));

    Received push = next();
    JsonNode stream = push.body().path("streams").path(0);
    assertThat(stream.path("stream").path("app").asText()).isEqualTo("bowline-control-plane");
    assertThat(stream.path("stream").path("level").asText()).isEqualTo("warn");
    assertThat(stream.path("stream").properties()).hasSize(3);
    JsonNode value = stream.path("values").path(0);
    assertThat(value.path(0).asText()).isEqualTo("1700000000123456789");
    assertThat(value.path(1).asText()).isEqualTo("job finished");
    assertThat(value.path(2).path("org").asText()).isEqualTo("o-1");
    assertThat(value.path(2).path("job").asText()).isEqualTo("j-1");
    assertThat(value.path(2).path("logger").asText()).isEqualTo("test.logger");
    assertThat(push.tenant()).isEqualTo("vendor");
    assertThat(push.authorization()).startsWith("Basic ");
    handler.close();
  }

  @Test
  void aFailureIsSentWithItsTraceAndAgainWhenLokiWasBusy() throws Exception {
    refuse.set(2);
    LokiHandler handler = handler(address());
    ExtLogRecord record = line("it broke", "org", "o-1", "install", "i-1");
    record.setThrown(new IllegalStateException("because"));

    handler.publish(record);

    String text = next().body().path("streams").path(0).path("values").path(0).path(1).asText();
    assertThat(text).startsWith("it broke\n").contains("IllegalStateException: because");
    handler.close();
  }

  @Test
  void whatIsStillWaitingIsSentWhenTheProcessStops() throws Exception {
    LokiHandler handler = handler(address(), Duration.ofHours(1));
    handler.publish(line("the last word", "org", "o-1", "job", "j-1"));

    handler.close();

    assertThat(next().body().toString()).contains("the last word");
  }

  @Test
  void aLokiThatIsAwayHoldsNobodyUp() {
    LokiHandler handler = handler("http://127.0.0.1:1/loki/api/v1/push");
    String long1 = "x".repeat(60_000);
    for (int i = 0; i < 2_000; i++) {
      handler.publish(line(long1 + i, "org", "o-1", "job", "j-1"));
    }
    assertThat(handler.dropped()).as("what no room was left for is counted").isPositive();
    // or it would try to send these lines for as long as other tests run
    Thread.ofVirtual().start(handler::close);
  }

  private String address() {
    return "http://127.0.0.1:" + loki.getAddress().getPort() + "/loki/api/v1/push";
  }

  private static LokiHandler handler(String target) {
    return handler(target, Duration.ofMillis(100));
  }

  private static LokiHandler handler(String target, Duration every) {
    LokiHandler handler =
        new LokiHandler(new LokiHandler.Terms(new Settings(every), target, "replica-1"));
    handler.start();
    return handler;
  }

  private Received next() throws InterruptedException {
    Received push = received.poll(60, TimeUnit.SECONDS);
    assertThat(push).isNotNull();
    return push;
  }

  private static ExtLogRecord line(String text, String... fields) {
    ExtLogRecord record = new ExtLogRecord(Level.WARN, text, "caller");
    record.setLoggerName("test.logger");
    record.setInstant(Instant.ofEpochSecond(1_700_000_000L, 123_456_789));
    record.putMdc(fields[0], fields[1]);
    record.putMdc(fields[2], fields[3]);
    return record;
  }

  private record Settings(Duration lokiEvery) implements LogSettings {
    @Override
    public boolean json() {
      return false;
    }

    @Override
    public Optional<String> lokiUrl() {
      return Optional.empty();
    }

    @Override
    public Optional<String> lokiTenant() {
      return Optional.of("vendor");
    }

    @Override
    public Optional<String> lokiUser() {
      return Optional.of("bowline");
    }

    @Override
    public Optional<String> lokiPassword() {
      return Optional.of("secret");
    }
  }
}
