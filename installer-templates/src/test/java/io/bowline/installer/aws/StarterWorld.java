package io.bowline.installer.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.testkit.Parts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// What a function of a stack meets: a cluster, AWS, and CloudFormation, which waits for an answer.
final class StarterWorld implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path scratch;
  private final HttpsServer cluster;
  private final HttpServer outside;
  private final String authority;

  /// What was written into the cluster, by path, in order.
  final List<String> order = new CopyOnWriteArrayList<>();

  final Map<String, JsonNode> written = new ConcurrentHashMap<>();

  /// What AWS was asked for.
  final List<String> asked = new CopyOnWriteArrayList<>();

  /// How often the cluster says that it does not know who asks.
  final AtomicInteger strangers = new AtomicInteger();

  /// What the control plane was told.
  final List<JsonNode> told = new CopyOnWriteArrayList<>();

  /// What the control plane says no with; empty when it takes everything.
  volatile String refusal = "";

  /// What AWS answers about prefix lists.
  volatile String prefixLists = "";

  StarterWorld(Path scratch) throws Exception {
    this.scratch = scratch;
    Path store = scratch.resolve("cluster.p12");
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "a",
            "-keyalg",
            "EC",
            "-dname",
            "CN=cluster",
            "-ext",
            "SAN=IP:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-storepass",
            "changeit",
            "-keystore",
            store.toString()),
        Map.of());
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    authority =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getCertificate("a").getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    var managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    cluster = HttpsServer.create(here, 0);
    cluster.setHttpsConfigurator(new HttpsConfigurator(context));
    cluster.createContext("/", this::cluster);
    cluster.start();
    outside = HttpServer.create(here, 0);
    outside.createContext("/", this::outside);
    outside.start();
  }

  /// What the function is handed.
  ObjectNode event(String kind, Map<String, String> given) {
    ObjectNode event = JSON.createObjectNode().put("RequestType", kind);
    event
        .put("StackId", "arn:aws:cloudformation:eu-central-1:123456789012:stack/bowline-prod/1")
        .put("RequestId", "r")
        .put("LogicalResourceId", "Runner")
        .put("ResponseURL", address() + "/answer?signed=1");
    ObjectNode properties =
        event
            .putObject("ResourceProperties")
            .put("Cluster", "bowline-prod")
            .put("Region", "eu-central-1")
            .put("Account", "123456789012")
            .put("Suffix", "amazonaws.com")
            .put("Endpoint", "https://127.0.0.1:" + cluster.getAddress().getPort())
            .put("Authority", Base64.getEncoder().encodeToString(authority.getBytes(UTF_8)))
            .put("Starter", "arn:aws:iam::123456789012:role/bowline-prod-starter")
            .put("Home", home().toString())
            .put("Name", "prod")
            .put("InstallId", "3b1f6471-1bf0-4dda-aec3-cb9272f09590");
    properties.putObject("Parameters").put("VpcPrefix", "16");
    properties.putArray("Made").add("AWS::EKS::Cluster|Cluster|bowline-prod");
    given.forEach(properties::put);
    return event;
  }

  /// Where the control plane is, which shows the same certificate as the cluster here.
  private ObjectNode home() {
    return JSON.createObjectNode()
        .put("host", "127.0.0.1")
        .put("port", cluster.getAddress().getPort())
        .put("authorities", authority);
  }

  /// Runs a function as the cloud does, once.
  ///
  /// @return what CloudFormation was answered
  JsonNode run(String code, JsonNode event) throws Exception {
    Path python = Parts.here().cache().resolve("parts/moto/bin/python");
    Files.writeString(scratch.resolve("index.py"), code);
    Files.writeString(scratch.resolve("event.json"), event.toString());
    asked.clear();
    String said =
        run(
            List.of(
                python.toString(),
                "-c",
                "import json,index; index.handler(json.load(open('event.json')), None)"),
            Map.of(
                "AWS_ENDPOINT_URL", address(),
                "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_EC2_METADATA_DISABLED", "true"));
    JsonNode answer = written.remove("/answer");
    if (answer == null) {
      throw new AssertionError("CloudFormation was not answered: " + said);
    }
    return ((ObjectNode) answer).put("said", said);
  }

  private String run(List<String> command, Map<String, String> with) throws Exception {
    var builder = new ProcessBuilder(command).directory(scratch.toFile()).redirectErrorStream(true);
    builder.environment().putAll(with);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }

  private String address() {
    return "http://127.0.0.1:" + outside.getAddress().getPort();
  }

  private void cluster(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (path.equals("/api/v1/door-reports")) {
      told.add(JSON.readTree(body));
      answer(
          exchange,
          refusal.isEmpty() ? 200 : 409,
          JSON.createObjectNode().put("detail", refusal).toString());
      return;
    }
    String badge = exchange.getRequestHeaders().getFirst("Authorization");
    if (!known(badge) || strangers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      answer(exchange, 401, "{\"message\":\"Unauthorized\"}");
    } else if (exchange.getRequestMethod().equals("PATCH")) {
      order.add(path);
      written.put(path, JSON.readTree(body));
      answer(exchange, 201, "{}");
    } else {
      answer(exchange, 200, "{\"status\":{\"readyReplicas\":1},\"items\":[]}");
    }
  }

  /// A question to STS who asks, signed together with the name of the cluster that it is for.
  private static boolean known(String badge) {
    String head = "Bearer k8s-aws-v1.";
    if (!badge.startsWith(head)) {
      return false;
    }
    String url = new String(Base64.getUrlDecoder().decode(badge.substring(head.length())), UTF_8);
    return url.startsWith("https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity")
        && url.contains("X-Amz-SignedHeaders=host%3Bx-k8s-aws-id&")
        && url.contains("X-Amz-Expires=60");
  }

  private void outside(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/answer")) {
      written.put(path, JSON.readTree(body));
      answer(exchange, 200, "");
    } else {
      asked.add(exchange.getRequestMethod() + " " + path);
      answer(exchange, 200, prefixLists.isEmpty() ? "{}" : prefixLists);
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] said = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, said.length == 0 ? -1 : said.length);
      exchange.getResponseBody().write(said);
    }
  }

  @Override
  public void close() {
    cluster.stop(0);
    outside.stop(0);
  }
}
