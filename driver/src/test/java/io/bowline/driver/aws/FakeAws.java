package io.bowline.driver.aws;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.probe.Driver;
import io.bowline.driver.FakeServer;
import io.bowline.model.place.Cloud;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The few calls of STS, IAM and EC2 that the driver makes, as AWS answers them; a request that is
/// not signed by the key's secret is refused.
final class FakeAws extends FakeServer {
  static final String KEY = "AKIAFAKEFAKEFAKEFAKE";
  static final String SECRET = "fakefakefakefakefakefakefakefakefakefake";
  private static final String ACCOUNT = "123456789012";

  private volatile String boundary =
      PermissionDocument.boundary(Cloud.AWS).orElseThrow().toString();
  private volatile boolean simulates = true;
  private volatile String extra = "";
  private volatile Set<String> full = Set.of();
  private volatile String arn = "arn:aws:iam::" + ACCOUNT + ":user/bowline";

  @Override
  public Driver driver(Duration limit) {
    return new AwsDriver(new AwsPlace(Optional.of(address()), limit));
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
  public Collection<String> secrets() {
    return List.of(KEY, "AKIANOBODYNOBODYNOBO", SECRET, SECRET.replace('k', 'x'));
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

  @Override
  protected boolean signsIn(Heard heard) {
    return heard.form().getOrDefault("Action", "").equals("GetCallerIdentity");
  }

  @Override
  protected Said broken() {
    return error(500, "InternalFailure");
  }

  @Override
  protected Said busy() {
    return error(400, "Throttling");
  }

  @Override
  protected Said atAnotherTime() {
    return error(
        403, "SignatureDoesNotMatch", "Signature expired: 20200101T000000Z is now earlier than");
  }

  @Override
  protected Said answer(Heard heard) {
    Map<String, String> form = heard.form();
    Signature signature = Signature.of(heard);
    if (!signature.key().equals(KEY)) {
      return error(403, "InvalidClientTokenId");
    }
    if (!signature.holds(heard, SECRET)) {
      return error(403, "SignatureDoesNotMatch");
    }
    if (signature.scope().contains("/servicequotas/")) {
      return quota(heard, signature.scope());
    }
    if (signature.scope().contains("/ec2/")) {
      return ec2(form);
    }
    if (signsIn(heard)) {
      return xml(
          200,
          "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>%s</Arn><Account>%s</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
              .formatted(arn, ACCOUNT));
    }
    if (form.getOrDefault("Action", "").startsWith("GetPolicy")) {
      return policy(form);
    }
    return simulates && allowed("iam:SimulatePrincipalPolicy")
        ? simulate(form)
        : error(403, "AccessDenied");
  }

  /// From now on the boundary is this; empty for none.
  void bounds(String document) {
    boundary = document;
  }

  private Said policy(Map<String, String> form) {
    String action = form.getOrDefault("Action", "");
    if (!allowed("iam:" + action)) {
      return error(403, "AccessDenied");
    }
    if (boundary.isEmpty()
        || !form.getOrDefault("PolicyArn", "")
            .equals("arn:aws:iam::%s:policy/bowline-boundary".formatted(ACCOUNT))) {
      return error(404, "NoSuchEntity");
    }
    return action.equals("GetPolicy")
        ? xml(
            200,
            "<GetPolicyResponse><GetPolicyResult><Policy><DefaultVersionId>v3</DefaultVersionId></Policy></GetPolicyResult></GetPolicyResponse>")
        : xml(
            200,
            "<GetPolicyVersionResponse><GetPolicyVersionResult><PolicyVersion><VersionId>%s</VersionId><Document>%s</Document></PolicyVersion></GetPolicyVersionResult></GetPolicyVersionResponse>"
                .formatted(
                    form.getOrDefault("VersionId", ""),
                    URLEncoder.encode(boundary, StandardCharsets.UTF_8)));
  }

  private Said ec2(Map<String, String> form) {
    String action = form.getOrDefault("Action", "");
    if (!allowed("ec2:" + action)) {
      return ec2Error(403, "UnauthorizedOperation");
    }
    return switch (action) {
      case "DescribeRegions" ->
          xml(
              200,
              "<DescribeRegionsResponse><regionInfo><item><regionName>eu-central-1</regionName></item><item><regionName>eu-west-3</regionName></item></regionInfo></DescribeRegionsResponse>");
      case "DescribeVpcs", "DescribeInternetGateways", "DescribeAddresses" ->
          xml(200, "<%1$sResponse></%1$sResponse>".formatted(action));
      default -> ec2Error(412, form.containsKey("DryRun") ? "DryRunOperation" : "NotInThisFake");
    };
  }

  /// From now on nothing more can be made in these regions.
  void fill(Set<String> regions) {
    full = regions;
  }

  private Said quota(Heard heard, String scope) {
    String action = heard.header("X-Amz-Target").replaceFirst(".*\\.", "");
    if (!allowed("servicequotas:" + action)) {
      return new Said(400, "application/x-amz-json-1.1", "{\"__type\":\"AccessDeniedException\"}");
    }
    boolean none = full.stream().anyMatch(region -> scope.contains("/" + region + "/"));
    return new Said(
        200,
        "application/x-amz-json-1.1",
        "{\"Quota\":{\"Value\":%s}}".formatted(none ? "0.0" : "64.0"));
  }

  private Said simulate(Map<String, String> form) {
    Set<String> known = new HashSet<>(Permissions.of(Cloud.AWS).actions());
    String results =
        form.entrySet().stream()
            .filter(part -> part.getKey().startsWith("ActionNames.member."))
            .map(part -> result(part.getValue(), known))
            .collect(Collectors.joining());
    return form.getOrDefault("PolicySourceArn", "").equals(arn)
        ? xml(
            200,
            "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>%s</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>"
                .formatted(results))
        : error(400, "InvalidInput");
  }

  private String result(String action, Set<String> known) {
    boolean yes = known.contains(action) && allowed(action);
    return "<member><EvalActionName>%s</EvalActionName><EvalDecision>%s</EvalDecision>%s</member>"
        .formatted(action, yes ? "allowed" : "implicitDeny", yes ? "" : extra);
  }

  private static Said error(int status, String code) {
    return error(
        status, code, "The key %s is not liked; exception at http://inside".formatted(KEY));
  }

  private static Said error(int status, String code, String message) {
    return xml(
        status,
        "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>r</RequestId></ErrorResponse>"
            .formatted(code, message));
  }

  private static Said ec2Error(int status, String code) {
    return xml(
        status,
        "<Response><Errors><Error><Code>%s</Code><Message>The key %s</Message></Error></Errors><RequestID>r</RequestID></Response>"
            .formatted(code, KEY));
  }

  private static Said xml(int status, String text) {
    return new Said(status, "text/xml", text);
  }
}
