package io.bowline.testkit.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.testkit.process.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Azure's resource manager for one subscription, over TLS, and what signs its callers in.
public final class EmulatedSubscription implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern VERSION = Pattern.compile("(?:^|&)api-version=([^&]+)");
  private static final String TOKEN = "signed-in";

  private final Resources resources = new Resources();
  private final SelfSigned certificate;
  private final HttpsServer manager;
  private final HttpServer identity;

  private EmulatedSubscription() throws IOException {
    certificate = SelfSigned.make();
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    manager = HttpsServer.create(here, 50);
    manager.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    manager.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    manager.createContext("/", this::answer);
    manager.start();
    identity = HttpServer.create(here, 10);
    identity.createContext(
        "/",
        exchange ->
            say(
                exchange,
                200,
                JSON.createObjectNode()
                    .put("access_token", TOKEN)
                    .put("token_type", "Bearer")
                    .put("resource", "https://management.example")
                    .put("expires_on", "4102444800")));
    identity.start();
  }

  public static EmulatedSubscription open() throws IOException {
    return new EmulatedSubscription();
  }

  /// What there is in it.
  public Resources resources() {
    return resources;
  }

  /// Where the resource manager is.
  public URI address() {
    return URI.create("https://127.0.0.1:" + manager.getAddress().getPort());
  }

  /// Where a machine's own identity gets its token.
  public URI signIn() {
    return URI.create("http://127.0.0.1:" + identity.getAddress().getPort() + "/token");
  }

  /// What a caller has to trust, PEM.
  public String authority() {
    return certificate.pem();
  }

  @Override
  public void close() {
    manager.stop(0);
    identity.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try {
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        throw new ArmRefused(401, "AuthenticationFailed", "who asks?");
      }
      Matcher version =
          VERSION.matcher(Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
      if (!version.find()) {
        throw new ArmRefused(400, "MissingApiVersionParameter", "which version?");
      }
      switch (exchange.getRequestMethod()) {
        case "PUT" -> {
          JsonNode body = JSON.readTree(exchange.getRequestBody());
          boolean there = resources.get(path).isPresent();
          Resources.Resource made = resources.put(path, version.group(1), (ObjectNode) body);
          say(exchange, there ? 200 : 201, made.there());
        }
        case "GET" -> say(exchange, 200, found(path));
        case "DELETE" -> say(exchange, resources.delete(path) ? 200 : 204, JSON.createObjectNode());
        default -> throw new ArmRefused(405, "NotAllowed", exchange.getRequestMethod());
      }
    } catch (ArmRefused e) {
      ObjectNode answer = JSON.createObjectNode();
      answer.putObject("error").put("code", e.code()).put("message", e.getMessage());
      say(exchange, e.status(), answer);
    }
  }

  private JsonNode found(String path) {
    return resources
        .get(path)
        .map(Resources.Resource::there)
        .orElseThrow(() -> new ArmRefused(404, "ResourceNotFound", path + " is not there"));
  }

  private static void say(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      if (status != 204) {
        out.write(bytes);
      }
    }
  }
}
