package io.bowline.driver.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.probe.Driver;
import io.bowline.driver.FakeCloud;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// The few calls of STS, IAM and EC2 that the driver makes, as AWS answers them; a request that is
/// not signed by the key's secret is refused.
final class FakeAws implements FakeCloud {
  static final String KEY = "AKIAFAKEFAKEFAKEFAKE";
  static final String SECRET = "fakefakefakefakefakefakefakefakefakefake";
  private static final String ACCOUNT = "123456789012";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Map<String, String>> asked = new ArrayList<>();
  private volatile Mood mood = Mood.FAIR;
  private volatile Set<String> forbidden = Set.of();
  private volatile boolean simulates = true;
  private volatile String extra = "";
  private volatile String arn = "arn:aws:iam::" + ACCOUNT + ":user/bowline";

  FakeAws() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  @Override
  public Driver driver(Duration limit) {
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new AwsDriver(new AwsPlace(Optional.of(endpoint), limit));
  }

  private static Configuration credentials(String key, String secret) {
    return new Configuration(Cloud.AWS, Map.of("aws_access_key", key, "aws_access_secret", secret));
  }

  @Override
  public Configuration good() {
    return credentials(KEY, SECRET);
  }

  @Override
  public Configuration wrongSecret() {
    return credentials(KEY, SECRET.replace('k', 'x'));
  }

  @Override
  public Configuration unknown() {
    return credentials("AKIANOBODYNOBODYNOBO", SECRET);
  }

  @Override
  public void forbid(Set<String> actions) {
    forbidden = actions;
  }

  @Override
  public void mood(Mood next) {
    mood = next;
  }

  /// From now on the simulation is not allowed.
  void refuseSimulation() {
    simulates = false;
  }

  /// From now on each refusal of the simulation says this, too.
  void explain(String more) {
    extra = more;
  }

  /// From now on the key is that of somebody else.
  void is(String other) {
    arn = other;
  }

  /// The requests so far.
  List<Map<String, String>> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (mood) {
        case FAIR -> answer(exchange, body);
        case SILENT -> closed.await();
        case GARBLED -> send(exchange, 200, "<html>hello</html");
        case BROKEN -> send(exchange, 500, error("InternalFailure"));
        case BUSY -> send(exchange, 400, error("Throttling"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, byte[] body) throws IOException {
    Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
    synchronized (asked) {
      asked.add(form);
    }
    Signature signature = Signature.of(exchange);
    boolean ec2 = signature.scope().contains("/ec2/");
    if (!signature.key().equals(KEY)) {
      send(exchange, 403, error("InvalidClientTokenId"));
    } else if (!signature.holds(exchange, body, SECRET)) {
      send(exchange, 403, error("SignatureDoesNotMatch"));
    } else if (ec2) {
      ec2(exchange, form);
    } else if (form.getOrDefault("Action", "").equals("GetCallerIdentity")) {
      send(
          exchange,
          200,
          "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>%s</Arn><Account>%s</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
              .formatted(arn, ACCOUNT));
    } else if (simulates && allowed("iam:SimulatePrincipalPolicy")) {
      simulate(exchange, form);
    } else {
      send(exchange, 403, error("AccessDenied"));
    }
  }

  private boolean allowed(String action) {
    return !forbidden.contains(action);
  }

  private void ec2(HttpExchange exchange, Map<String, String> form) throws IOException {
    String action = form.getOrDefault("Action", "");
    if (!allowed("ec2:" + action)) {
      send(exchange, 403, ec2Error("UnauthorizedOperation"));
    } else if (action.equals("DescribeRegions")) {
      send(
          exchange,
          200,
          "<DescribeRegionsResponse><regionInfo><item><regionName>eu-central-1</regionName></item></regionInfo></DescribeRegionsResponse>");
    } else {
      send(
          exchange,
          412,
          ec2Error(form.containsKey("DryRun") ? "DryRunOperation" : "NotInThisFake"));
    }
  }

  private void simulate(HttpExchange exchange, Map<String, String> form) throws IOException {
    Set<String> known = new HashSet<>(Permissions.of(Cloud.AWS).actions());
    String results =
        form.entrySet().stream()
            .filter(part -> part.getKey().startsWith("ActionNames.member."))
            .map(part -> result(part.getValue(), known))
            .collect(Collectors.joining());
    if (!form.getOrDefault("PolicySourceArn", "").equals(arn)) {
      send(exchange, 400, error("InvalidInput"));
      return;
    }
    send(
        exchange,
        200,
        "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>%s</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>"
            .formatted(results));
  }

  private String result(String action, Set<String> known) {
    boolean yes = known.contains(action) && allowed(action);
    return "<member><EvalActionName>%s</EvalActionName><EvalDecision>%s</EvalDecision>%s</member>"
        .formatted(action, yes ? "allowed" : "implicitDeny", yes ? "" : extra);
  }

  private static String error(String code) {
    return "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>The key %s is not liked; exception at http://inside</Message></Error><RequestId>r</RequestId></ErrorResponse>"
        .formatted(code, KEY);
  }

  private static String ec2Error(String code) {
    return "<Response><Errors><Error><Code>%s</Code><Message>The key %s</Message></Error></Errors><RequestID>r</RequestID></Response>"
        .formatted(code, KEY);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> form(String body) {
    var form = new LinkedHashMap<String, String>();
    for (String pair : body.split("&", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        form.put(
            pair.substring(0, at),
            URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }
}
