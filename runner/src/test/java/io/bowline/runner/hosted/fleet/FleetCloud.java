package io.bowline.runner.hosted.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.cloud.Configuration;
import io.bowline.model.place.Cloud;
import io.bowline.testkit.cloud.Answered;
import io.bowline.testkit.cloud.AzureStorage;
import io.bowline.testkit.cloud.Call;
import io.bowline.testkit.cloud.GoogleBuckets;
import io.bowline.testkit.cloud.OracleBuckets;
import io.bowline.testkit.cloud.StateRoom;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A cloud as a job on a fleet meets it before Terraform does: it lets anybody in, since the
/// drivers' own tests look at signatures, has room, and keeps records.
final class FleetCloud implements FleetJobs.Account {
  static final String PROJECT = "acme-streaming";
  static final String SUBSCRIPTION = "3b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b";
  static final String OBJECT = "4b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b";
  static final String TENANCY = "ocid1.tenancy.oc1..aaaaaaaabbbbbbbbccccccccdddddddd";
  static final String COMPARTMENT = "ocid1.compartment.oc1..aaaaaaaabbbbbbbbccccccccdddddddd";
  static final String USER = "ocid1.user.oc1..aaaaaaaabbbbbbbbccccccccdddddddd";

  private static final String KEY = pem();
  private static final String AZURE_SECRET = "abc8Q~0123456789abcdefghijklmnopqrstuvwx";

  private final Cloud cloud;
  private final StateRoom room;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  FleetCloud(Cloud cloud) throws IOException {
    this.cloud = cloud;
    this.room =
        switch (cloud) {
          case GCP -> new GoogleBuckets();
          case AZURE -> new AzureStorage(SUBSCRIPTION);
          case ORACLE -> new OracleBuckets("axyz");
          case AWS -> throw new IllegalArgumentException("there is a better one of AWS");
        };
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static String pem() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
          .formatted(
              Base64.getMimeEncoder(64, new byte[] {'\n'})
                  .encodeToString(generator.generateKeyPair().getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public StateRoom room() {
    return room;
  }

  @Override
  public String region() {
    return switch (cloud) {
      case AWS -> "eu-central-1";
      case GCP -> "europe-west3";
      case AZURE -> "westeurope";
      case ORACLE -> "eu-frankfurt-1";
    };
  }

  @Override
  public Configuration provider() {
    return new Configuration(
        cloud,
        switch (cloud) {
          case AWS -> Map.of();
          case GCP -> Map.of("service_account_json", keyFile());
          case AZURE ->
              Map.of(
                  "client_id",
                  "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b",
                  "client_secret",
                  AZURE_SECRET,
                  "tenant_id",
                  "2b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b",
                  "subscription_id",
                  SUBSCRIPTION);
          case ORACLE ->
              Map.of(
                  "user_ocid", USER,
                  "tenancy_ocid", TENANCY,
                  "fingerprint", "12:34:56:78:90:ab:cd:ef:12:34:56:78:90:ab:cd:ef",
                  "private_key", KEY,
                  "region", "eu-frankfurt-1",
                  "compartment_ocid", COMPARTMENT);
        });
  }

  private String keyFile() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "service_account")
        .put("project_id", PROJECT)
        .put("private_key_id", "0123456789abcdef")
        .put("private_key", KEY)
        .put("client_email", "bowline@acme-streaming.iam.gserviceaccount.com")
        // the check of a provider takes Google's own only
        .put("token_uri", address().resolve("/token").toString())
        .toString();
  }

  @Override
  public String id() {
    return switch (cloud) {
      case AWS -> "";
      case GCP -> PROJECT;
      case AZURE -> SUBSCRIPTION;
      case ORACLE -> TENANCY;
    };
  }

  @Override
  public List<String> secrets() {
    return cloud == Cloud.AZURE ? List.of(AZURE_SECRET) : List.of(KEY.split("\n", -1)[3]);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call =
          new Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              exchange.getRequestHeaders()::getFirst,
              new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      Answered answer = room.answer(call).orElseGet(() -> account(call));
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answered account(Call call) {
    String path = call.path();
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    if (path.endsWith("/token")) {
      String claims = "{\"oid\":\"%s\"}".formatted(OBJECT);
      said.put(
          "access_token",
          "e30.%s.e30"
              .formatted(
                  Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8))));
      said.put("expires_in", 3599).put("token_type", "Bearer");
    } else if (path.equals("/n")) {
      return new Answered(200, "application/json", "\"axyz\"", Map.of());
    } else if (path.endsWith("/usages")) {
      said.putArray("value")
          .addObject()
          .put("currentValue", 1)
          .put("limit", 100)
          .putObject("name")
          .put("value", "cores");
    } else if (path.endsWith("/regionSubscriptions") || path.endsWith("/limitValues")) {
      return new Answered(200, "application/json", "[]", Map.of());
    } else {
      said.put("name", "projects/" + GoogleBuckets.NUMBER).put("lifecycleState", "ACTIVE");
    }
    return new Answered(200, "application/json", said.toString(), Map.of());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
