package io.bowline.driver.aws.ground;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Stands before Moto and answers what Moto does not know: quotas and their increase, what IAM says
/// of a principal, an organization's refusal, and regions that are not enabled. Everything else is
/// Moto's own.
final class MotoFront implements AutoCloseable {
  private static final Pattern QUOTA = Pattern.compile("\"QuotaCode\"\\s*:\\s*\"([A-Z0-9-]+)\"");
  private static final Pattern WISH = Pattern.compile("\"DesiredValue\"\\s*:\\s*([0-9.]+)");
  private static final Pattern REGION = Pattern.compile("\"RegionName\"\\s*:\\s*\"([a-z0-9-]+)\"");
  private static final Pattern SCOPE = Pattern.compile("/([a-z0-9-]+)/aws4_request");
  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "expect");

  private final URI moto;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Double> quotas = new ConcurrentHashMap<>();
  private final Set<String> closed = ConcurrentHashMap.newKeySet();
  private final Set<String> unset = ConcurrentHashMap.newKeySet();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  /// An action that the principal's own policies do not have, until some policy is put to it.
  volatile Optional<String> missing = Optional.empty();

  /// Whether the organization refuses networks.
  volatile boolean organizationRefuses;

  MotoFront(URI moto) throws IOException {
    this.moto = moto;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void quota(String code, double limit) {
    quotas.put(code, limit);
  }

  /// Has an account without a quota of its own there: the usual one counts.
  void unset(String code) {
    unset.add(code);
  }

  /// What was asked, as policies spell it.
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  void close(String region) {
    closed.add(region);
  }

  /// Has Moto begin anew.
  void forget() throws IOException, InterruptedException {
    client.send(
        HttpRequest.newBuilder(moto.resolve("/moto-api/reset"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String text = new String(body, StandardCharsets.UTF_8);
    String target =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target")).orElse("");
    service(exchange)
        .ifPresent(service ->
            asked.add(
                service
                    + ":"
                    + (target.isEmpty()
                        ? form(text).getOrDefault("Action", exchange.getRequestURI().getPath())
                        : target.substring(target.indexOf('.') + 1))));
    Optional<Said> own =
        target.startsWith("ServiceQuotas")
            ? Optional.of(quota(target, text))
            : exchange.getRequestURI().getPath().equals("/enableRegion")
                ? Optional.of(enabled(text))
                : said(form(text));
    Said said = own.orElse(null);
    if (said == null) {
      said = passed(exchange, body);
    }
    byte[] out = said.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", said.type());
    exchange.sendResponseHeaders(said.status(), out.length == 0 ? -1 : out.length);
    exchange.getResponseBody().write(out);
    exchange.close();
  }

  private static Optional<String> service(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
        .map(SCOPE::matcher)
        .filter(Matcher::find)
        .map(scope -> scope.group(1));
  }

  private record Said(int status, String type, String text) {}

  private Said quota(String target, String text) {
    Matcher code = QUOTA.matcher(text);
    String quota = code.find() ? code.group(1) : "";
    Matcher wish = WISH.matcher(text);
    if (target.endsWith("RequestServiceQuotaIncrease") && wish.find()) {
      quotas.put(quota, Double.valueOf(wish.group(1)));
      return json("{\"RequestedQuota\":{\"Status\":\"APPROVED\"}}");
    }
    if (target.endsWith(".GetServiceQuota") && unset.contains(quota)) {
      return new Said(
          400,
          "application/x-amz-json-1.1",
          "{\"__type\":\"NoSuchResourceException\",\"message\":\"none\"}");
    }
    return json(
        "{\"Quota\":{\"QuotaCode\":\"%s\",\"Value\":%s}}"
            .formatted(quota, quotas.getOrDefault(quota, 1000d)));
  }

  private Said enabled(String text) {
    Matcher region = REGION.matcher(text);
    if (region.find()) {
      closed.remove(region.group(1));
    }
    return json("{}");
  }

  private static Said json(String text) {
    return new Said(200, "application/x-amz-json-1.1", text);
  }

  private Optional<Said> said(Map<String, String> form) {
    String action = form.getOrDefault("Action", "");
    if (action.equals("SimulatePrincipalPolicy")) {
      return Optional.of(simulated(form));
    }
    if (action.equals("PutRolePolicy") || action.equals("PutUserPolicy")) {
      missing = Optional.empty();
    }
    if (action.equals("CreateVpc") && form.containsKey("DryRun")) {
      return Optional.of(
          organizationRefuses
              ? refusal(
                  403,
                  "UnauthorizedOperation",
                  "You are not authorized to perform this operation. User: x is not authorized to perform: ec2:CreateVpc with an explicit deny in a service control policy")
              : refusal(412, "DryRunOperation", "Request would have succeeded"));
    }
    return Optional.empty();
  }

  private static Said refusal(int status, String code, String message) {
    return new Said(
        status,
        "text/xml",
        "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors><RequestID>1</RequestID></Response>"
            .formatted(code, message));
  }

  private Said simulated(Map<String, String> form) {
    String members =
        form.entrySet().stream()
            .filter(field -> field.getKey().startsWith("ActionNames.member."))
            .map(Map.Entry::getValue)
            .map(this::judged)
            .collect(Collectors.joining());
    return new Said(
        200,
        "text/xml",
        "<SimulatePrincipalPolicyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>"
            + members
            + "</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>");
  }

  private String judged(String action) {
    boolean above = organizationRefuses && action.equals("ec2:CreateVpc");
    boolean allowed = !above && missing.filter(action::equals).isEmpty();
    return "<member><EvalActionName>%s</EvalActionName><EvalDecision>%s</EvalDecision>%s</member>"
        .formatted(
            action,
            allowed ? "allowed" : "implicitDeny",
            above
                ? "<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>"
                : "");
  }

  private static Map<String, String> form(String text) {
    var form = new java.util.TreeMap<String, String>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }

  private Said passed(HttpExchange exchange, byte[] body) throws IOException {
    var request =
        HttpRequest.newBuilder(moto.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String text = response.body();
      for (String region : closed) {
        text =
            text.replaceAll(
                "(<optInStatus>)[a-z-]+(</optInStatus><regionName>%s<)".formatted(region),
                "$1not-opted-in$2");
      }
      return new Said(
          response.statusCode(),
          response.headers().firstValue("content-type").orElse("text/xml"),
          text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
