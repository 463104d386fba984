package io.bowline.runner.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.CustomerRegistry;
import io.bowline.runner.step.image.RegistryAccess;
import io.bowline.runner.step.image.login.CloudPlace;
import io.bowline.runner.step.image.login.Credentials;
import io.bowline.runner.step.image.login.EcrTerms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/// The API of ECR beside a registry: it gives that registry's password out, and tells of scans what
/// it was told to.
final class FakeEcr implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLEAN =
      "{\"imageScanStatus\":{\"status\":\"COMPLETE\"},\"imageScanFindings\":{\"findingSeverityCounts\":{}}}";

  private final Map<String, Deque<String>> scans = new ConcurrentHashMap<>();
  private final Credentials password;
  private final HttpServer server;

  FakeEcr(Credentials password) throws IOException {
    this.password = password;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /// The registry as one of ECR.
  CustomerRegistry over(CustomerRegistry registry) {
    var at = Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    RegistryAccess behind = registry.access();
    var login =
        new CloudPlace(
                behind.base(),
                behind.client(),
                behind.client(),
                InstantSource.system(),
                new Random(1),
                Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret"),
                new CloudPlace.Instead(at, at, at))
            .ecr(new EcrTerms(Optional.of("eu-central-1"), true, false, Optional.empty()));
    return new CustomerRegistry(
        new RegistryAccess(behind.base(), behind.client(), Optional.of(login)),
        registry.pulledFrom(),
        registry.prefix());
  }

  /// What it answers about an image, one after the other; the last again and again.
  void tells(Digest image, String... answers) {
    scans.put(image.toString(), new ArrayDeque<>(List.of(answers)));
  }

  static String status(String status) {
    return "{\"imageScanStatus\":{\"status\":\"%s\"}}".formatted(status);
  }

  static String counts(String counts) {
    return CLEAN.replace("\"findingSeverityCounts\":{}", "\"findingSeverityCounts\":" + counts);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode asked = JSON.readTree(exchange.getRequestBody());
      String action = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      byte[] body = answer(action.substring(action.indexOf('.') + 1), asked).getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String answer(String action, JsonNode asked) {
    return switch (action) {
      case "GetAuthorizationToken" -> {
        String both = password.user() + ":" + password.password();
        yield "{\"authorizationData\":[{\"authorizationToken\":\"%s\",\"expiresAt\":4102444800.5}]}"
            .formatted(Base64.getEncoder().encodeToString(both.getBytes(UTF_8)));
      }
      case "DescribeImageScanFindings" -> scan(asked.at("/imageId/imageDigest").asText());
      default -> "{\"repository\":{}}";
    };
  }

  private String scan(String digest) {
    Deque<String> answers = scans.getOrDefault(digest, new ArrayDeque<>(List.of(CLEAN)));
    synchronized (answers) {
      return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
