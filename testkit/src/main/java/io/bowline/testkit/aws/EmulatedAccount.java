package io.bowline.testkit.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.testkit.aws.Evaluator.Decision;
import io.bowline.testkit.process.Moto;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An AWS account: Moto, behind a door that writes down who asks for what and adds what Moto's EKS
/// lacks. Whoever has taken a role is held to what the role may do; anybody else may do everything.
public final class EmulatedAccount implements AutoCloseable {
  private static final Pattern SCOPE =
      Pattern.compile("Credential=([^/]+)/[0-9]+/[^/]+/([a-z0-9-]+)/aws4_request");
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z0-9]+)");
  private static final Pattern TEMPLATE_TAGS =
      Pattern.compile(
          "<item>\\s*<resourceType>launch-template</resourceType>\\s*<tagSet>.*?</tagSet>\\s*</item>",
          Pattern.DOTALL);
  private static final String MODIFIED =
      "<ModifySecurityGroupRulesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
          + "<requestId>1</requestId><return>true</return></ModifySecurityGroupRulesResponse>";
  private static final String IAM =
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/iam/aws4_request,"
          + " SignedHeaders=host, Signature=0";
  private static final String EC2 = IAM.replace("us-east-1/iam", "eu-central-1/ec2");
  private static final Pattern READS = Pattern.compile("Get|List");
  private static final Set<String> OURS =
      Set.of("host", "content-length", "connection", "expect", "upgrade", "accept-encoding");

  private final HttpClient http = HttpClient.newHttpClient();
  private final ConcurrentSkipListSet<String> calls = new ConcurrentSkipListSet<>();
  private final List<String> handedOut = new CopyOnWriteArrayList<>();
  private final AtomicInteger services = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile String silent = "";
  private final Moto moto;
  private final HttpServer door;
  private final EksModel model;
  private final EksAdditions additions;
  private final RoleJudge judge;

  private EmulatedAccount(Moto moto, EksModel model, InstantSource clock) throws IOException {
    this.moto = moto;
    judge = new RoleJudge(this::iam, clock);
    this.model = model;
    additions = new EksAdditions(model);
    door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    door.createContext("/", this::answer);
    door.start();
  }

  /// One in which no permission ends.
  public static EmulatedAccount open() throws IOException {
    return open(() -> Instant.EPOCH);
  }

  /// An empty one.
  ///
  /// @param clock by which permissions end
  public static EmulatedAccount open(InstantSource clock) throws IOException {
    EksModel model = EksModel.read();
    // the policies that AWS itself keeps are not loaded otherwise
    Moto moto = Moto.start(Map.of("MOTO_IAM_LOAD_MANAGED_POLICIES", "true"));
    return new EmulatedAccount(moto, model, clock);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + door.getAddress().getPort());
  }

  /// From now on whoever asks for this waits, and is not answered. An empty name ends that for who
  /// asks from then on.
  public void silentAbout(String action) {
    silent = action;
  }

  /// What somebody signs in with.
  public record AccessKey(String id, String secret) {}

  /// Makes a user, who may do everything here.
  public AccessKey user(String name) throws IOException {
    iam("Action=CreateUser&UserName=" + name);
    String made = iam("Action=CreateAccessKey&UserName=" + name);
    var key = new AccessKey(text(made, "AccessKeyId"), text(made, "SecretAccessKey"));
    judge.caller(key.id(), "arn:aws:iam::123456789012:user/" + name);
    return key;
  }

  /// Lets somebody of another account ask, who may do nothing here but take a role.
  ///
  /// @param arn as trust policies name them
  public AccessKey stranger(String arn) {
    var key = new AccessKey("AKIASTRANGER%08d".formatted(arn.hashCode() & 0xffffff), "secret");
    judge.caller(key.id(), arn);
    return key;
  }

  /// What a service acts with that has taken a role which trusts it.
  ///
  /// @param service as trust policies name it, `lambda.amazonaws.com`
  /// @throws IOException when the role does not trust it, or is not there
  public AccessKey service(String service, String role) throws IOException {
    if (!judge.trusts(role, service)) {
      throw new IOException("the role " + role + " does not trust " + service);
    }
    var key = new AccessKey("ASIASERVICE" + services.incrementAndGet(), "secret");
    judge.taken(key.id(), role);
    return key;
  }

  /// Does something in IAM as the account's administrator.
  ///
  /// @param fields of the form, the action among them
  public String administer(Map<String, String> fields) throws IOException {
    judge.forget();
    String said =
        iam(
            fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&")));
    if (said.contains("<ErrorResponse")) {
      throw new IOException(said);
    }
    return said;
  }

  /// What was asked for by those who had taken a role, or wanted to, in its order.
  public List<RoleCall> roleCalls() {
    return judge.asked();
  }

  private String iam(String form) throws IOException {
    return asked(form, IAM, "2010-05-08");
  }

  private String asked(String form, String as, String version) throws IOException {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(moto.address().resolve("/"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("Authorization", as)
                  .POST(BodyPublishers.ofString(form + "&Version=" + version))
                  .build(),
              BodyHandlers.ofString());
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String text(String xml, String element) throws IOException {
    Matcher found = Pattern.compile("<%1$s>([^<]+)</%1$s>".formatted(element)).matcher(xml);
    if (!found.find()) {
      throw new IOException("no " + element + " in an answer of IAM");
    }
    return found.group(1);
  }

  /// Every action that was asked for, as policies name them.
  public Set<String> calls() {
    return new TreeSet<>(calls);
  }

  /// Add-ons, access entries and identities of pods that are there.
  public int additions() {
    return additions.size();
  }

  /// Secrets that were handed out to those who took a role.
  public List<String> handedOut() {
    return List.copyOf(handedOut);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      answered(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answered(HttpExchange exchange) throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String service = service(exchange);
    Optional<EksModel.Operation> operation =
        service.equals("eks")
            ? model.operation(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath())
            : Optional.empty();
    Optional<S3Call> s3 =
        service.equals("s3")
            ? S3Call.of(exchange.getRequestMethod(), exchange.getRequestURI().toString())
            : Optional.empty();
    String action = s3.map(S3Call::action).orElseGet(() -> action(exchange, operation, body));
    calls.add(service + ":" + action);
    if (action.equals(silent)) {
      over.await();
      return;
    }
    var reading =
        new RequestReading(
            service,
            action,
            s3.map(S3Call::resource)
                .orElseGet(() -> EksModel.entry(exchange.getRequestURI().getPath())),
            service.equals("s3") ? "" : new String(body, UTF_8));
    String key = matched(exchange, 1);
    boolean taking = service.equals("sts") && action.equals("AssumeRole");
    Optional<Decision> decision =
        taking ? Optional.of(judge.taking(key, reading.form())) : judge.judged(key, reading);
    if (decision.isPresent() && decision.get() != Decision.ALLOWED) {
      refuse(exchange, reading);
      return;
    }
    if (action.equals("ModifySecurityGroupRules")) {
      // Moto forgets the sentence of a rule, and takes no correction of it
      byte[] yes = MODIFIED.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(200, yes.length);
      exchange.getResponseBody().write(yes);
      return;
    }
    Optional<EksAdditions.Answer> own =
        operation.isEmpty()
            ? Optional.empty()
            : additions.answer(operation.get(), exchange.getRequestURI().getRawPath(), body);
    if (own.isPresent()) {
      say(exchange, own.get());
    } else {
      pass(exchange, operation, body);
    }
  }

  private static void say(HttpExchange exchange, EksAdditions.Answer answered) throws IOException {
    byte[] answer = answered.body().toString().getBytes(UTF_8);
    if (answered.status() >= 400) {
      exchange
          .getResponseHeaders()
          .set("x-amzn-errortype", answered.body().path("__type").asText());
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answered.status(), answer.length);
    exchange.getResponseBody().write(answer);
  }

  private void pass(HttpExchange exchange, Optional<EksModel.Operation> operation, byte[] body)
      throws IOException {
    var request =
        HttpRequest.newBuilder(moto.address().resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      answer
          .headers()
          .map()
          .forEach((name, values) -> {
            if (!OURS.contains(name) && !name.equals("transfer-encoding")) {
              exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
          });
      byte[] said =
          operation.isPresent() && answer.statusCode() == 200
              ? additions.corrected(
                  operation.get(), exchange.getRequestURI().getPath(), body, answer.body())
              : withoutTemplateTags(answer.body());
      heard(exchange, body, said);
      exchange.sendResponseHeaders(answer.statusCode(), said.length == 0 ? -1 : said.length);
      if (said.length != 0) {
        exchange.getResponseBody().write(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// What changes who may do what.
  private void heard(HttpExchange exchange, byte[] sent, byte[] said) throws IOException {
    String service = service(exchange);
    var reading =
        new RequestReading(
            service, action(exchange, Optional.empty(), sent), "", new String(sent, UTF_8));
    if (service.equals("iam") && !READS.matcher(reading.action()).lookingAt()) {
      judge.forget();
    }
    if (reading.action().equals("DeleteLaunchTemplate")) {
      // Moto keeps the tags of templates that are gone
      String _ =
          asked(
              "Action=DeleteTags&Tag.1.Key=bowline%3Ainstall&ResourceId.1="
                  + reading.form().get("LaunchTemplateId"),
              EC2,
              "2016-11-15");
    }
    if (service.equals("sts") && reading.action().equals("AssumeRole")) {
      String arn = reading.form().getOrDefault("RoleArn", "");
      String answer = new String(said, UTF_8);
      judge.taken(text(answer, "AccessKeyId"), arn.substring(arn.indexOf('/') + 1));
      handedOut.add(text(answer, "SecretAccessKey"));
      handedOut.add(text(answer, "SessionToken"));
    }
  }

  /// As the services say it: in their own words, which Terraform's provider knows.
  private static void refuse(HttpExchange exchange, RequestReading asked) throws IOException {
    String what =
        "User is not authorized to perform: %s:%s".formatted(asked.service(), asked.action());
    String answer =
        switch (asked.service()) {
          case "ec2" ->
              "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>%s</Message></Error></Errors><RequestID>1</RequestID></Response>"
                  .formatted(what);
          case "iam", "sts" ->
              "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>%s</Message></Error><RequestId>1</RequestId></ErrorResponse>"
                  .formatted(what);
          default -> "{\"__type\":\"AccessDeniedException\",\"message\":\"%s\"}".formatted(what);
        };
    byte[] said = answer.getBytes(UTF_8);
    boolean xml = answer.startsWith("<");
    exchange.getResponseHeaders().set("Content-Type", xml ? "text/xml" : "application/json");
    exchange.getResponseHeaders().set("x-amzn-errortype", "AccessDeniedException");
    exchange.sendResponseHeaders(403, said.length);
    exchange.getResponseBody().write(said);
  }

  /// Moto takes tags of a launch template for tags of what is launched by it.
  private static byte[] withoutTemplateTags(byte[] answer) {
    String said = new String(answer, ISO_8859_1);
    return said.contains("<launchTemplateVersionSet>")
        ? TEMPLATE_TAGS.matcher(said).replaceAll("").getBytes(ISO_8859_1)
        : answer;
  }

  private static String service(HttpExchange exchange) {
    return matched(exchange, 2);
  }

  /// A part of the signature: 1 is the key, 2 the service.
  private static String matched(HttpExchange exchange, int group) {
    Matcher scope =
        SCOPE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    return scope.find() ? scope.group(group) : "unsigned";
  }

  private static String action(
      HttpExchange exchange, Optional<EksModel.Operation> operation, byte[] body) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target != null) {
      return target.substring(target.lastIndexOf('.') + 1);
    }
    Matcher form = ACTION.matcher(new String(body, UTF_8));
    return operation
        .map(EksModel.Operation::name)
        .orElseGet(() ->
            form.find()
                ? form.group(1)
                : exchange.getRequestMethod() + " " + exchange.getRequestURI());
  }

  @Override
  public void close() {
    over.countDown();
    door.stop(0);
    http.close();
    moto.close();
  }
}
