package io.bowline.control.secret.kms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.platform.store.DatabaseAddress;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.testkit.process.Moto;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/// A whole process on a database of its own, whose master key is in a KMS that was not written
/// here, behind a door that a test may shut.
public final class GuardedKms implements QuarkusTestResourceLifecycleManager {
  private static final List<String> PASSED_ON =
      List.of("Content-Type", "X-Amz-Target", "Authorization", "X-Amz-Date");
  private static volatile Optional<String> refusal = Optional.empty();

  private final HttpClient client = HttpClient.newHttpClient();
  private Optional<Moto> moto = Optional.empty();
  private Optional<HttpServer> door = Optional.empty();

  /// From now on everything is refused, by this code.
  static void refuses(String code) {
    refusal = Optional.of(code);
  }

  static void answers() {
    refusal = Optional.empty();
  }

  @Override
  public Map<String, String> start() {
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", "secret");
    try {
      Moto real = Moto.start(Map.of());
      moto = Optional.of(real);
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", exchange -> pass(exchange, real.address()));
      server.start();
      door = Optional.of(server);
      var settings = new HashMap<>(new SharedDatabase().start());
      DatabaseAddress own = TestDatabase.apartAddress();
      settings.put("bowline.database.url", own.url());
      settings.remove("bowline.secret.master-key");
      settings.put("bowline.secret.kms-key", key(real.address()));
      settings.put(
          "bowline.secret.kms-endpoint", "http://127.0.0.1:" + server.getAddress().getPort());
      settings.put("bowline.secret.data-key-memory", "0s");
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(URI address) {
    try (KmsClient there =
        KmsClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .region(Region.EU_CENTRAL_1)
            .endpointOverride(address)
            .build()) {
      return there.createKey().keyMetadata().arn();
    }
  }

  private void pass(HttpExchange exchange, URI to) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Optional<String> refused = refusal;
    if (refused.isPresent()) {
      answer(exchange, 400, "{\"__type\":\"%s\",\"message\":\"x\"}".formatted(refused.get()));
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : PASSED_ON) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
          .ifPresent(value -> request.header(name, value));
    }
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void stop() {
    door.ifPresent(server -> server.stop(0));
    moto.ifPresent(Moto::close);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }
}
