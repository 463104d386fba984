package io.bowline.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.testkit.aws.Evaluator.Decision;
import io.bowline.testkit.aws.Evaluator.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Judges whoever has taken a role of an emulated account, as IAM would: by the documents that the
/// account has of it at that moment. Moto knows neither boundaries nor most conditions, and no
/// trust.
final class RoleJudge {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ROLE = "arn:aws:iam::123456789012:role/";
  private static final Pattern MEMBER = Pattern.compile("<member>([^<]+)</member>");

  private final Iam iam;
  private final InstantSource clock;
  private final Map<String, String> callers = new ConcurrentHashMap<>();
  private final Map<String, String> sessions = new ConcurrentHashMap<>();
  private final Map<String, Rights> known = new ConcurrentHashMap<>();
  private final List<RoleCall> asked = new CopyOnWriteArrayList<>();

  /// Asks the account's own IAM.
  @FunctionalInterface
  interface Iam {
    /// Says what was answered.
    ///
    /// @param form as `Action=GetRole&RoleName=x`
    String ask(String form) throws IOException;
  }

  /// @param trust who may take it
  private record Rights(JsonNode trust, Evaluator evaluator, String boundary) {}

  RoleJudge(Iam iam, InstantSource clock) {
    this.iam = iam;
    this.clock = clock;
  }

  /// Whose an access key is.
  ///
  /// @param arn as trust policies name its holder
  void caller(String key, String arn) {
    callers.put(key, arn);
  }

  List<RoleCall> asked() {
    return List.copyOf(asked);
  }

  /// What is known of roles may be otherwise now.
  void forget() {
    known.clear();
  }

  /// Whether this may be taken; and from then on, who took it.
  ///
  /// @param form of `sts:AssumeRole`
  Decision taking(String key, Map<String, String> form) throws IOException {
    String arn = form.getOrDefault("RoleArn", "");
    String role = arn.substring(arn.indexOf('/') + 1);
    var context = new ConcurrentHashMap<>(Map.of("aws:CurrentTime", clock.instant().toString()));
    Optional.ofNullable(form.get("ExternalId"))
        .ifPresent(external -> context.put("sts:ExternalId", external));
    var request = new Request("sts:AssumeRole", arn, context);
    Optional<Rights> rights = rights(role);
    var statements = JSON.createArrayNode();
    rights.ifPresent(of ->
        of.trust()
            .path("Statement")
            .forEach(each -> {
              if (each.at("/Principal/AWS").asText().equals(callers.getOrDefault(key, "nobody"))) {
                statements.add(each);
              }
            }));
    JsonNode policy = JSON.createObjectNode().set("Statement", statements);
    Decision decision = new Evaluator(List.of(policy), List.of()).decide(request);
    asked.add(new RoleCall(clock.instant(), role, request, decision));
    return decision;
  }

  /// Whether a service may take it.
  boolean trusts(String role, String service) throws IOException {
    return rights(role).stream()
        .flatMap(of -> of.trust().path("Statement").valueStream())
        .anyMatch(each -> each.at("/Principal/Service").asText().equals(service));
  }

  /// Somebody has taken a role, and acts as it with this key from now on.
  void taken(String key, String role) {
    sessions.put(key, role);
  }

  /// What is said to a request; empty for who acts as nobody's role.
  Optional<Decision> judged(String key, RequestReading reading) throws IOException {
    String role = sessions.get(key);
    if (role == null || reading.isOpenToAnybody()) {
      return Optional.empty();
    }
    Optional<Rights> rights = rights(role);
    Decision worst = Decision.ALLOWED;
    for (Request request : reading.requests(clock.instant(), this::boundary)) {
      Decision decision =
          rights.map(of -> of.evaluator().decide(request)).orElse(Decision.NOT_ALLOWED);
      asked.add(new RoleCall(clock.instant(), role, request, decision));
      worst = decision == Decision.ALLOWED ? worst : decision;
    }
    return Optional.of(worst);
  }

  /// The boundary that a role has; empty when it has none, or is not there.
  private String boundary(String role) {
    try {
      return rights(role).map(Rights::boundary).orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Rights> rights(String role) throws IOException {
    Rights before = known.get(role);
    if (before != null) {
      return Optional.of(before);
    }
    String shown = iam.ask("Action=GetRole&RoleName=" + role);
    Optional<String> trust = text(shown, "AssumeRolePolicyDocument");
    if (trust.isEmpty()) {
      return Optional.empty();
    }
    var policies = new ArrayList<JsonNode>();
    Matcher name = MEMBER.matcher(iam.ask("Action=ListRolePolicies&RoleName=" + role));
    while (name.find()) {
      String policy =
          iam.ask("Action=GetRolePolicy&RoleName=%s&PolicyName=%s".formatted(role, name.group(1)));
      policies.add(document(text(policy, "PolicyDocument").orElse("{}")));
    }
    String boundary = text(shown, "PermissionsBoundaryArn").orElse("");
    var boundaries = new ArrayList<JsonNode>();
    if (!boundary.isEmpty()) {
      boundaries.add(policy(boundary));
    }
    var rights = new Rights(document(trust.get()), new Evaluator(policies, boundaries), boundary);
    known.put(role, rights);
    return Optional.of(rights);
  }

  private JsonNode policy(String arn) throws IOException {
    String version =
        text(iam.ask("Action=GetPolicy&PolicyArn=" + arn), "DefaultVersionId").orElse("v1");
    String shown =
        iam.ask("Action=GetPolicyVersion&PolicyArn=%s&VersionId=%s".formatted(arn, version));
    // a boundary that is not there allows nothing
    return document(text(shown, "Document").orElse("{}"));
  }

  private static JsonNode document(String text) throws IOException {
    return JSON.readTree(
        text.startsWith("%7B") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text);
  }

  private static Optional<String> text(String xml, String element) {
    Matcher found = Pattern.compile("<%1$s>([^<]+)</%1$s>".formatted(element)).matcher(xml);
    return found.find()
        ? Optional.of(
            found.group(1).replace("&quot;", "\"").replace("&#34;", "\"").replace("&amp;", "&"))
        : Optional.empty();
  }

  static String arn(String role) {
    return ROLE + role;
  }
}
