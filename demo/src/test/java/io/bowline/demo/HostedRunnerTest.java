package io.bowline.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.cloud.permission.Permissions;
import io.bowline.demo.process.Child;
import io.bowline.demo.process.Processes;
import io.bowline.model.place.Cloud;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.Moto;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The hosted runner of an organization as the vendor runs it: the packaged processes, and an AWS
/// that was not written here. The tests share the processes and go on where the one before has left
/// them.
@Tag("real")
@RequiresPart("moto_server")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostedRunnerTest {
  private static final Path ROOT =
      Path.of(System.getProperty("bowline.root", "..")).toAbsolutePath().normalize();
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String IAM =
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/iam/aws4_request,"
          + " SignedHeaders=host, Signature=0";
  private static final String POWERLESS =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Action\":\"s3:ListAllMyBuckets\",\"Resource\":\"*\"}]}";

  /// The boundary; user, policy, attachment and key, twice; from then on every call is judged.
  private static final String UNJUDGED = "9";

  @TempDir static Path folder;

  private static Processes processes;
  private static Product product;
  private static Child controlPlane;
  private static Moto moto;
  private static Operator vendor;
  private static AccessKey allowed;
  private static AccessKey powerless;
  private static Optional<Child> hosted = Optional.empty();

  private record AccessKey(String id, String secret) {}

  @BeforeAll
  static void prepare() throws Exception {
    moto = Moto.start(Map.of("INITIAL_NO_AUTH_ACTION_COUNT", UNJUDGED));
    String boundary = PermissionDocument.boundary(Cloud.AWS).orElseThrow().toString();
    iam(
        Map.of(
            "Action",
            "CreatePolicy",
            "PolicyName",
            Permissions.BOUNDARY,
            "PolicyDocument",
            boundary));
    allowed = user("bowline", PermissionDocument.of(Cloud.AWS).toString());
    powerless = user("powerless", POWERLESS);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    processes = new Processes(folder, false);
    product =
        new Product(
            ROOT,
            java,
            folder,
            Ports.choose(),
            processes,
            Optional.empty(),
            Product.Beside.nothing());
    controlPlane = product.controlPlane();
    vendor =
        new Operator(
            product,
            Map.of(
                "BOWLINE_SERVER", product.server(),
                "BOWLINE_CA", product.data().resolve("ca.pem").toString(),
                "BOWLINE_TOKEN", Files.readString(product.data().resolve("owner.token")).strip(),
                "BOWLINE_CONFIG", folder.resolve("cli.json").toString(),
                "BOWLINE_ORG", "acme"));
    vendor.run("org", "create", "acme");
  }

  @AfterAll
  static void end() {
    processes.close();
    moto.close();
  }

  @Test
  @Order(1)
  void without_a_hosted_runner_a_validation_waits_and_is_no_success() throws IOException {
    provider("good", allowed);
    JsonNode found = validated("good");
    assertThat(found.path("status").asText()).isEqualTo("pending");
    assertThat(found.path("detail").asText()).contains("No hosted runner");
    assertThat(found.path("job").asText()).isNotEmpty();
  }

  @Test
  @Order(2)
  @Tag("P18.missing-permissions")
  @Tag("C30.no-cloud-call")
  void it_alone_asks_the_cloud_and_says_what_it_found_of_each() throws Exception {
    try (var outward = OutwardConnections.watching(controlPlane::id)) {
      vendor.run("hosted-runner", "create", "--bootstrap", "acme.json");
      start(moto.address());
      // the question that waited is answered, and so is who asks again
      JsonNode good = Patience.until("an answer", LONG, () -> answered("good"));
      assertThat(good.path("credentials").path("result").asText()).isEqualTo("ok");
      assertThat(good.path("credentials").toString()).contains("account 123456789012");
      assertThat(good.path("permissions").path("result").asText()).isNotEqualTo("failed");

      provider("powerless", powerless);
      JsonNode little = validated("powerless");
      assertThat(little.path("status").asText()).isEqualTo("invalid");
      assertThat(little.path("credentials").path("result").asText()).isEqualTo("ok");
      assertThat(little.path("permissions").path("result").asText()).isEqualTo("failed");
      assertThat(little.path("permissions").toString()).contains("ec2:CreateVpc");

      provider("wrong", new AccessKey(allowed.id(), powerless.secret()));
      JsonNode wrong = validated("wrong");
      assertThat(wrong.path("status").asText()).isNotEqualTo("valid").isNotEqualTo("pending");
      assertThat(wrong.path("credentials").path("result").asText()).isNotEqualTo("ok");
      assertThat(outward.ports()).containsExactly(databasePort());
    }
    assertThat(vendor.run("audit", "list")).contains("credential.handed-out");
  }

  @Test
  @Order(3)
  void killed_while_it_asks_it_goes_on_with_the_job_after_its_start() throws Exception {
    hosted.orElseThrow().kill();
    try (ServerSocket silent = new ServerSocket(0)) {
      // a cloud that takes the question and says nothing
      silent.setSoTimeout(Math.toIntExact(LONG.toMillis()));
      start(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
      vendor.run(
          "fleet-provider", "update", "good", "--from", "aws_access_secret=" + file(powerless));
      vendor.run(
          "fleet-provider", "update", "good", "--from", "aws_access_secret=" + file(allowed));
      try (var asked = silent.accept()) {
        assertThat(asked.isConnected()).isTrue();
        hosted.orElseThrow().kill();
      }
    }
    start(moto.address());
    JsonNode found = Patience.until("an answer", LONG, () -> answered("good"));
    assertThat(found.path("credentials").path("result").asText()).isEqualTo("ok");
  }

  @Test
  @Order(4)
  @Tag("P17.no-secret-in-payload")
  void no_secret_is_in_its_state_in_a_log_or_in_what_the_control_plane_keeps() throws IOException {
    assertThat(Files.exists(state())).isTrue();
    for (Path where : List.of(state(), product.logs(), product.data())) {
      assertThat(holding(where, allowed.secret())).as(where.toString()).isEmpty();
      assertThat(holding(where, powerless.secret())).as(where.toString()).isEmpty();
    }
    String jobs = vendor.run("hosted-runner", "jobs", "-o", "json");
    assertThat(jobs).contains("check-provider").doesNotContain(allowed.secret());
  }

  @Test
  @Order(5)
  void revoked_it_is_gone_and_nothing_is_checked_any_more() throws Exception {
    String id = running().path("id").asText();
    vendor.run("hosted-runner", "revoke", id);
    Patience.until(
        "its end",
        LONG,
        () ->
            vendor.run("hosted-runner", "list", "-o", "json").contains("revoked by the vendor")
                    && running().isMissingNode()
                ? Optional.of(true)
                : Optional.empty());
    assertThat(validated("good").path("status").asText()).isEqualTo("pending");
  }

  private static void start(URI aws) throws Exception {
    var settings = new LinkedHashMap<String, String>();
    settings.put("runner.role", "hosted");
    settings.put("runner.state", state().toString());
    settings.put("link.bootstrap", folder.resolve("acme.json").toString());
    settings.put("hosted.aws-endpoint", aws.toString());
    hosted = Optional.of(product.runner(settings));
    Patience.until(
        "the hosted runner's connection",
        LONG,
        () -> running().isMissingNode() ? Optional.empty() : Optional.of(true));
  }

  /// The hosted runner that is connected, if one is.
  private static JsonNode running() throws IOException {
    for (JsonNode one : vendor.ask("hosted-runner", "list")) {
      if (one.path("connected").asBoolean()) {
        return one;
      }
    }
    return MissingNode.getInstance();
  }

  private static Path state() {
    return folder.resolve("hosted-state");
  }

  private static Path file(AccessKey key) throws IOException {
    return Files.writeString(folder.resolve(key.id() + ".secret"), key.secret());
  }

  private static void provider(String identifier, AccessKey key) throws IOException {
    vendor.run(
        "fleet-provider",
        "create",
        identifier,
        "--type",
        "aws",
        "--set",
        "aws_access_key=" + key.id(),
        "--from",
        "aws_access_secret=" + file(key));
  }

  private static JsonNode validated(String identifier) throws IOException {
    return vendor.told("fleet-provider", "validate", identifier);
  }

  private static Optional<JsonNode> answered(String identifier) throws IOException {
    JsonNode found = vendor.told("fleet-provider", "checks", identifier);
    return found.path("status").asText().equals("pending") ? Optional.empty() : Optional.of(found);
  }

  private static int databasePort() throws IOException {
    Path pid = product.data().resolve("postgres/cluster/postmaster.pid");
    return Integer.parseInt(Files.readAllLines(pid).get(3).strip());
  }

  private static List<Path> holding(Path where, String secret) throws IOException {
    var holding = new ArrayList<Path>();
    try (Stream<Path> files = Files.walk(where).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        if (Files.isReadable(file)
            && new String(Files.readAllBytes(file), ISO_8859_1).contains(secret)) {
          holding.add(file);
        }
      }
    }
    return holding;
  }

  // --- users of that AWS, made before it judges ---------------------------------------------

  private static AccessKey user(String name, String policy) throws Exception {
    iam(Map.of("Action", "CreateUser", "UserName", name));
    String made =
        iam(Map.of("Action", "CreatePolicy", "PolicyName", name, "PolicyDocument", policy));
    iam(Map.of("Action", "AttachUserPolicy", "UserName", name, "PolicyArn", text(made, "Arn")));
    String key = iam(Map.of("Action", "CreateAccessKey", "UserName", name));
    return new AccessKey(text(key, "AccessKeyId"), text(key, "SecretAccessKey"));
  }

  private static String iam(Map<String, String> fields) throws Exception {
    String form =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(moto.address().resolve("/"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("Authorization", IAM)
                  .POST(HttpRequest.BodyPublishers.ofString(form + "&Version=2010-05-08"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }
  }

  private static String text(String xml, String element) {
    Matcher found = Pattern.compile("<%1$s>([^<]+)</%1$s>".formatted(element)).matcher(xml);
    assertThat(found.find()).as(xml).isTrue();
    return found.group(1);
  }
}
