package io.bowline.release.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private HttpServer registry;
  private HttpServer store;

  @BeforeEach
  void start() throws IOException {
    registry = server();
    store = server();
    store.createContext(
        "/",
        exchange -> {
          shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] bytes = "the blob".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    registry.createContext(
        "/",
        exchange -> {
          boolean known = exchange.getRequestHeaders().containsKey("Authorization");
          boolean loop = exchange.getRequestURI().getPath().equals("/loop");
          shown.add("asked");
          exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
          exchange
              .getResponseHeaders()
              .set("Location", loop ? "/loop" : address(store) + "/signed?by=store");
          exchange.sendResponseHeaders(known || loop ? 307 : 401, -1);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    registry.stop(0);
    store.stop(0);
  }

  @Test
  void aBlobBehindARedirectIsReadWithoutThePassword() throws IOException {
    RegistryHttp.Answer answer = http().send("a", request("/v2/a/blobs/x"), 100);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("the blob");
    assertThat(shown).containsExactly("asked", "asked", "null");
  }

  @Test
  void aLoopOfRedirectsEnds() throws IOException {
    assertThat(http().send("a", request("/loop"), 100).status()).isEqualTo(307);
    assertThat(shown).hasSize(Redirects.MOST + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://0.0.0.0/x",
        "http://store.example/x",
        "ftp://store.example/x",
        "https:///x"
      })
  void aRegistryElsewhereMayNotSendHereNorIntoTheClear(String location) {
    URI base = URI.create("https://192.0.2.7");
    assertThatThrownBy(() -> new Redirects(base, HTTP).allowed(base, location))
        .isInstanceOf(RegistryRefused.class);
  }

  @Test
  void anotherHostIsSpokenToByAClientThatHasNoCertificate() {
    Redirects redirects = new Redirects(URI.create("https://192.0.2.7:8443"), HTTP);
    assertThat(redirects.clientFor(URI.create("https://192.0.2.7:8443/x"))).isSameAs(HTTP);
    assertThat(redirects.clientFor(URI.create("https://store.example/x"))).isNotSameAs(HTTP);
  }

  private RegistryHttp http() {
    return new RegistryHttp(
        HTTP, URI.create(address(registry)), new Login.Basic("me", Password.of("sesame")));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address(registry) + path));
  }

  private static HttpServer server() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    return server;
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
