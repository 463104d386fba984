package io.bowline.driver.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.driver.rest.Reply.Answer;
import io.bowline.driver.rest.Reply.Silence;
import io.bowline.driver.rest.Reply.Why;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is taken of an answer, and what is not.
class RestTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final Rest rest = new Rest(Duration.ofSeconds(60));
  private HttpServer server;

  private record Sent(int status, String type, String body) {}

  private volatile List<Sent> sent = List.of();

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Sent next = sent.get(Math.min(asked.getAndIncrement(), sent.size() - 1));
      if (!next.type().isEmpty()) {
        exchange.getResponseHeaders().set("Content-Type", next.type());
      }
      byte[] body = next.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(next.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Reply ask(Sent... answers) throws InterruptedException {
    sent = List.of(answers);
    asked.set(0);
    return rest.ask(
        Ask.get(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/x"))
            .with("Authorization", "Bearer canary"));
  }

  private static Sent json(int status, String body) {
    return new Sent(status, "application/json", body);
  }

  private void assertSilence(Why why, Sent... answers) throws InterruptedException {
    assertThat(ask(answers)).isEqualTo(new Silence(why));
  }

  @Test
  void anAnswerOfTheCloudIsReadWhetherItIsAYesOrARefusal() throws InterruptedException {
    for (int status : new int[] {200, 201, 400, 401, 403, 404, 409}) {
      assertThat(ask(json(status, "{\"a\":1}")))
          .isInstanceOfSatisfying(
              Answer.class,
              answer -> {
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.good()).isEqualTo(status < 300);
                assertThat(answer.body().path("a").asInt()).isEqualTo(1);
              });
      assertThat(asked).hasValue(1);
    }
    assertThat(ask(new Sent(200, "Application/JSON ; charset=utf-8", "[]")))
        .isInstanceOf(Answer.class);
  }

  @Test
  void whatIsNoJsonOrLeadsElsewhereOrIsTooMuchIsNoAnswer() throws InterruptedException {
    for (Sent strange :
        List.of(
            new Sent(200, "text/html", "{}"),
            new Sent(200, "", "{}"),
            new Sent(200, "application/jsonp", "{}"),
            json(200, ""),
            json(200, "{"),
            json(200, "{}{}"),
            json(200, "[".repeat(2000) + "]".repeat(2000)),
            json(200, "{\"a\":\"" + "x".repeat(4 * 1024 * 1024) + "\"}"),
            json(302, "{}"),
            json(307, "{}"))) {
      assertSilence(Why.NOT_UNDERSTOOD, strange);
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aFaultThatMayHavePassedIsTriedOnceMoreAndNoOther() throws InterruptedException {
    assertThat(ask(new Sent(503, "text/plain", "x"), json(200, "{}"))).isInstanceOf(Answer.class);
    assertSilence(Why.BROKEN, json(500, "{}"));
    assertThat(asked).hasValue(2);
    assertSilence(Why.BUSY, json(429, "{}"));
    assertThat(asked).hasValue(1);
  }

  @Test
  void aCloudThatIsNotThereIsUnreachable() throws InterruptedException {
    int port = server.getAddress().getPort();
    server.stop(0);
    assertThat(rest.ask(Ask.get(URI.create("http://127.0.0.1:" + port + "/"))))
        .isEqualTo(new Silence(Why.UNREACHABLE));
  }

  @Test
  void neitherAQuestionNorAnAnswerPrintsWhatIsInIt() throws InterruptedException {
    Ask question = Ask.post(URI.create("https://cloud.example/token"), "text/plain", "canary");
    assertThat(question.with("Authorization", "canary").toString()).doesNotContain("canary");
    assertThat(ask(json(200, "{\"access_token\":\"canary\"}")).toString()).doesNotContain("canary");
  }
}
