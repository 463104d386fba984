package io.bowline.release.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a hand-written registry with bearer tokens and no referrers API, as older ones are.
class RegistryClientTest {
  private static final String TOKEN = "Bearer t0ken";
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  private final StringBuilder questions = new StringBuilder();
  private HttpServer server;
  private URI base;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    server.createContext("/token", this::token);
    server.createContext("/v2/", this::registry);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void token(HttpExchange exchange) throws IOException {
    questions.append(exchange.getRequestURI().getQuery());
    String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    boolean known = given.equals("Basic " + "dTpw"); // u:p
    answer(exchange, known ? 200 : 401, "{\"token\":\"t0ken\"}".getBytes(StandardCharsets.UTF_8));
  }

  private void registry(HttpExchange exchange) throws IOException {
    if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer realm=\"%s/token\",service=\"reg\",scope=\"repository:a/b:pull,push\""
                  .formatted(base));
      answer(exchange, 401, new byte[0]);
      return;
    }
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("PUT")) {
      manifests.put(path, exchange.getRequestBody().readAllBytes());
      answer(exchange, 201, new byte[0]);
    } else if (manifests.containsKey(path)) {
      answer(exchange, 200, manifests.get(path));
    } else {
      answer(exchange, 404, new byte[0]);
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
      if (!head && body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private RegistryClient client(String password) {
    return new RegistryClient(
        HttpClient.newHttpClient(), base, new Login.Basic("u", Password.of(password)));
  }

  @Test
  void aTokenIsFetchedForTheScopeAndReferrersLiveUnderTheirTag() throws IOException {
    RegistryClient client = client("p");
    Digest subject = Digest.of(new byte[] {1});
    byte[] one = "{\"one\":1}".getBytes(StandardCharsets.UTF_8);
    byte[] two = "{\"two\":2}".getBytes(StandardCharsets.UTF_8);
    client.putReferrer("a/b", subject, "application/x", "type/a", one);
    client.putReferrer("a/b", subject, "application/x", "type/b", two);
    client.putReferrer("a/b", subject, "application/x", "type/a", one);
    assertThat(client.referrers("a/b", subject, "type/a"))
        .isEqualTo(List.of(new RegistryClient.Referrer(Digest.of(one), "type/a")));
    assertThat(client.manifest("a/b", Digest.of(two).toString())).contains(two);
    assertThat(questions).contains("scope=repository:a/b:pull,push").contains("service=reg");
  }

  @Test
  void aRefusedLoginIsAnErrorWithAReason() {
    assertThatThrownBy(() -> client("wrong").digest("a/b", "1"))
        .isInstanceOf(RegistryRefused.class)
        .hasMessageContaining("401");
  }

  @Test
  void anOversizedManifestIsNotTakenIn() {
    manifests.put("/v2/a/b/manifests/big", new byte[5 * 1024 * 1024]);
    assertThatThrownBy(() -> client("p").manifest("a/b", "big"))
        .isInstanceOf(RegistryRefused.class)
        .hasMessageContaining("more than");
  }

  @Test
  void whatIsNoRepositoryIsNotAsked() {
    assertThatThrownBy(() -> client("p").digest("../../admin", "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
