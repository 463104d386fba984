package io.bowline.terraform.door;

import static io.bowline.testkit.aws.Evaluator.Decision.ALLOWED;
import static io.bowline.testkit.aws.Evaluator.Decision.DENIED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.permission.InstallerRole;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.installer.Door;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import io.bowline.model.place.Cloud;
import io.bowline.testkit.aws.Evaluator;
import io.bowline.testkit.aws.Evaluator.Decision;
import io.bowline.testkit.aws.Evaluator.Request;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The role under which a stack is made, judged as AWS judges: it makes everything that the
/// template makes, and reads nobody's data, whatever is given to it besides.
class InstallerRoleTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant UNTIL = Instant.parse("2026-12-01T00:00:00Z");
  private static final String NOW = "2026-11-22T12:00:00Z";
  private static final String VENDOR = "arn:aws:iam::999999999999:role/bowline-hosted-runner";
  private static final String OF = "arn:aws:iam::123456789012:";
  private static final Pattern TYPE =
      Pattern.compile("(?m)^    Type: ([A-Za-z0-9]+::[A-Za-z0-9:]+)$");
  private static final Pattern RIGHT =
      Pattern.compile("\\b((?:ec2|ecr|eks|kms|logs|sts):[A-Z][A-Za-z]+)\\b");
  private static final InstallerRole ROLE =
      new InstallerRole("acme-prod", "123456789012", "external-74a6", UNTIL);

  /// Reads of data, and of what leads to it: a list of our own, not the role's.
  private static final List<String> DATA =
      List.of(
          "s3:GetObject",
          "s3:GetObjectVersion",
          "s3:ListBucket",
          "secretsmanager:GetSecretValue",
          "secretsmanager:BatchGetSecretValue",
          "ssm:GetParameter",
          "ssm:GetParametersByPath",
          "ssm:StartSession",
          "ssm:SendCommand",
          "kms:Decrypt",
          "kms:ReEncryptFrom",
          "kms:GenerateDataKey",
          "kms:GenerateDataKeyPair",
          "dynamodb:GetItem",
          "dynamodb:BatchGetItem",
          "dynamodb:Query",
          "dynamodb:Scan",
          "kinesis:GetRecords",
          "kafka-cluster:ReadData",
          "rds-data:ExecuteStatement",
          "logs:GetLogEvents",
          "logs:FilterLogEvents",
          "logs:StartQuery",
          "ecr:GetDownloadUrlForLayer",
          "ecr:BatchGetImage",
          "ec2:GetConsoleOutput",
          "ec2:GetConsoleScreenshot",
          "ec2:GetPasswordData",
          "ec2:CreateSnapshot",
          "ec2:CreateImage",
          "ebs:GetSnapshotBlock",
          "eks:AccessKubernetesApi",
          "sts:AssumeRole",
          "iam:CreateAccessKey",
          "iam:CreateLoginProfile",
          "iam:UpdateLoginProfile",
          "cloudtrail:StopLogging",
          "cloudtrail:DeleteTrail",
          "athena:GetQueryResults",
          "sqs:ReceiveMessage");

  /// What makes or changes a network: a list of our own, not the role's.
  private static final List<String> NETWORK =
      List.of(
          "ec2:CreateVpc",
          "ec2:DeleteVpc",
          "ec2:ModifyVpcAttribute",
          "ec2:AssociateVpcCidrBlock",
          "ec2:AssociateDhcpOptions",
          "ec2:CreateSubnet",
          "ec2:DeleteSubnet",
          "ec2:ModifySubnetAttribute",
          "ec2:CreateInternetGateway",
          "ec2:AttachInternetGateway",
          "ec2:CreateNatGateway",
          "ec2:AllocateAddress",
          "ec2:CreateRouteTable",
          "ec2:AssociateRouteTable",
          "ec2:ReplaceRouteTableAssociation",
          "ec2:CreateRoute",
          "ec2:ReplaceRoute",
          "ec2:DeleteRoute",
          "ec2:CreateNetworkAclEntry",
          "ec2:ReplaceNetworkAclEntry",
          "ec2:ReplaceNetworkAclAssociation",
          "ec2:CreateVpcEndpoint",
          "ec2:CreateVpcPeeringConnection",
          "ec2:AcceptVpcPeeringConnection",
          "ec2:AttachVpnGateway",
          "ec2:CreateTransitGatewayVpcAttachment");

  @Test
  void everythingThatTheTemplateMakesMayBeMade() throws Exception {
    Map<String, List<Request>> calls = calls();
    assertThat(calls.keySet()).isEqualTo(types());
    var role = new Evaluator(List.of(ROLE.permissions()), List.of(ROLE.boundary()));
    calls.values().stream()
        .flatMap(List::stream)
        .forEach(call -> assertThat(role.decide(call)).as(call.toString()).isEqualTo(ALLOWED));
  }

  @Test
  @Tag("C25.create-no-get")
  void noDataIsReadEvenByAnAdministrator() throws Exception {
    for (String action : DATA) {
      assertThat(decided(ROLE.permissions(), request(action, "*"))).as(action).isEqualTo(DENIED);
      var bounded =
          new Evaluator(List.of(administrator()), List.of(ROLE.boundary()))
              .decide(request(action, "*"));
      assertThat(bounded).as(action).isEqualTo(DENIED);
    }
  }

  @Test
  @Tag("C25.create-no-get")
  void noRoundaboutWayIsOpenEvenToAnAdministrator() throws Exception {
    String own = OF + "role/bowline-acme-prod-runner";
    String bound = OF + "policy/bowline-boundary";
    var open =
        List.of(
            // a role without the boundary, or of another name, or with another boundary
            request("iam:CreateRole", own),
            request("iam:CreateRole", OF + "role/mine", "iam:PermissionsBoundary", bound),
            request("iam:CreateRole", own, "iam:PermissionsBoundary", OF + "policy/mine"),
            request("iam:PutRolePolicy", OF + "role/Admin", "iam:PermissionsBoundary", bound),
            request("iam:AttachRolePolicy", OF + "role/bowline-installer-acme-prod"),
            // somebody else's role on a machine of one's own
            request("iam:PassRole", OF + "role/Admin", "iam:PassedToService", "ec2.amazonaws.com"),
            // a policy, a trust or a boundary another way
            request("iam:CreatePolicyVersion", bound),
            request("iam:SetDefaultPolicyVersion", bound),
            request("iam:UpdateAssumeRolePolicy", own),
            request("iam:DeleteRolePermissionsBoundary", own),
            request("iam:PutRolePermissionsBoundary", own),
            // a person with more rights
            request("iam:AttachUserPolicy", OF + "user/me"),
            request("iam:PutUserPolicy", OF + "user/me"),
            request("iam:AddUserToGroup", OF + "group/admins"),
            // other code in the function that has a way into the cluster
            request(
                "lambda:UpdateFunctionCode",
                "arn:aws:lambda:eu-central-1:123456789012:function:bowline-acme-prod-starter"));
    for (Request request : open) {
      assertThat(decided(ROLE.permissions(), request)).as(request.toString()).isEqualTo(DENIED);
    }
  }

  @Test
  @Tag("C25.create-no-get")
  void whoKeepsTheRecordThemselvesReadsThatBucketAndNoOther() throws Exception {
    var lent =
        new InstallerRole("acme-prod", "123456789012", "external-74a6", UNTIL, "bowline-state-1");
    var role = new Evaluator(List.of(lent.permissions()), List.of(lent.boundary()));
    var admin = new Evaluator(List.of(administrator()), List.of(lent.boundary()));
    for (String action : List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObjectVersion")) {
      assertThat(role.decide(request(action, "arn:aws:s3:::bowline-state-1/terraform.tfstate")))
          .as(action)
          .isEqualTo(ALLOWED);
      assertThat(role.decide(request(action, "arn:aws:s3:::bowline-state-12/terraform.tfstate")))
          .as(action)
          .isNotEqualTo(ALLOWED);
      assertThat(admin.decide(request(action, "arn:aws:s3:::data/x"))).isNotEqualTo(ALLOWED);
    }
    for (String action : DATA) {
      assertThat(decided(lent.permissions(), request(action, "arn:aws:s3:::data/x")))
          .as(action)
          .isEqualTo(DENIED);
    }
    assertThat(lent.permissions().toString()).hasSizeLessThan(10_240);
    assertThat(lent.boundary().toString()).hasSizeLessThan(6_144);
  }

  @Test
  @Tag("C55.no-vpc-create")
  void inANetworkOfTheCustomersNothingAtItsLevelIsDoneEvenByAnAdministrator() throws Exception {
    JsonNode given = ROLE.permissions(false);
    for (String action : NETWORK) {
      assertThat(decided(given, request(action, "*"))).as(action).isEqualTo(DENIED);
    }
    assertThat(given.toString()).hasSizeLessThan(10_240);
  }

  @Test
  @Tag("C55.no-vpc-create")
  void inANetworkOfTheCustomersEverythingElseIsMade() throws Exception {
    var role = new Evaluator(List.of(ROLE.permissions(false)), List.of(ROLE.boundary()));
    var refused = new TreeSet<String>();
    for (Map.Entry<String, List<Request>> type : calls().entrySet()) {
      if (type.getValue().stream().anyMatch(call -> role.decide(call) != ALLOWED)) {
        refused.add(type.getKey());
      }
    }
    assertThat(refused)
        .containsExactlyInAnyOrder(
            "AWS::EC2::EIP",
            "AWS::EC2::InternetGateway",
            "AWS::EC2::NatGateway",
            "AWS::EC2::Route",
            "AWS::EC2::RouteTable",
            "AWS::EC2::Subnet",
            "AWS::EC2::SubnetRouteTableAssociation",
            "AWS::EC2::VPC",
            "AWS::EC2::VPCEndpoint",
            "AWS::EC2::VPCGatewayAttachment");
  }

  @Test
  void everyDenialIsNeeded() throws Exception {
    int removed = 0;
    for (JsonNode statement : ROLE.permissions().path("Statement")) {
      if (statement.path("Effect").asText().equals("Deny")) {
        for (int at = 0; at < statement.path("Action").size(); at++) {
          String action = statement.path("Action").path(at).asText();
          ObjectNode less = ROLE.permissions();
          without(less, statement.path("Sid").asText(), at);
          assertThat(decided(less, named(statement, action)))
              .as("without " + action + " of " + statement.path("Sid").asText())
              .isEqualTo(ALLOWED);
          removed++;
        }
      }
    }
    assertThat(removed).isGreaterThan(45);
  }

  @Test
  @Tag("C26.wrong-external-id")
  void whoDoesNotKnowTheExternalIdDoesNotGetTheRole() throws Exception {
    JsonNode trust = ROLE.trust(VENDOR);
    assertThat(taken(trust, "external-74a6", NOW)).isEqualTo(ALLOWED);
    assertThat(taken(trust, "external-74a7", NOW)).isNotEqualTo(ALLOWED);
    assertThat(taken(trust, "", NOW)).isNotEqualTo(ALLOWED);
    assertThat(ROLE.trust("").toString()).doesNotContain("ExternalId");
  }

  @Test
  void itEndsByItself() throws Exception {
    assertThat(taken(ROLE.trust(VENDOR), "external-74a6", "2026-12-01T00:00:01Z"))
        .isNotEqualTo(ALLOWED);
    var late = new Request("ec2:CreateVpc", "*", Map.of("aws:CurrentTime", "2026-12-01T00:00:01Z"));
    assertThat(new Evaluator(List.of(ROLE.permissions()), List.of()).decide(late))
        .isNotEqualTo(ALLOWED);
    assertThat(new Evaluator(List.of(administrator()), List.of(ROLE.boundary())).decide(late))
        .isNotEqualTo(ALLOWED);
  }

  @Test
  void whatTheTemplatesRolesMayDoIsWithinTheBoundaryThatTheyGet() throws Exception {
    JsonNode boundary = PermissionDocument.boundary(Cloud.AWS).orElseThrow();
    var asked = new TreeSet<String>();
    Matcher right = RIGHT.matcher(template());
    while (right.find()) {
      asked.add(right.group(1));
    }
    asked.removeIf(action -> action.startsWith("sts:"));
    assertThat(asked).contains("eks:DeleteAccessEntry", "ecr:PutImage", "logs:PutLogEvents");
    for (String action : asked) {
      var within = new Evaluator(List.of(administrator()), List.of(boundary));
      assertThat(within.decide(request(action, "*"))).as(action).isEqualTo(ALLOWED);
    }
  }

  @Test
  void bothDocumentsAreAsShortAsAwsWantsThem() {
    // without white space: a policy of a role has 10,240 characters, a policy of its own 6,144
    assertThat(ROLE.permissions().toString()).hasSizeLessThan(10_240);
    assertThat(ROLE.boundary().toString()).hasSizeLessThan(6_144);
  }

  private static Decision decided(JsonNode policy, Request request) throws IOException {
    return new Evaluator(List.of(policy, administrator()), List.of()).decide(request);
  }

  private static Decision taken(JsonNode trust, String external, String now) {
    var context = new HashMap<>(Map.of("aws:CurrentTime", now));
    if (!external.isEmpty()) {
      context.put("sts:ExternalId", external);
    }
    var who = JSON.createArrayNode();
    trust
        .path("Statement")
        .forEach(each -> {
          if (each.at("/Principal/AWS").asText().equals(VENDOR)) {
            who.add(each);
          }
        });
    return new Evaluator(List.of(JSON.createObjectNode().set("Statement", who)), List.of())
        .decide(new Request("sts:AssumeRole", "*", context));
  }

  private static JsonNode administrator() throws IOException {
    return JSON.readTree(
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}");
  }

  private static Request request(String action, String resource, String... context) {
    var known = new HashMap<>(Map.of("aws:CurrentTime", NOW));
    for (int at = 0; at < context.length; at += 2) {
      known.put(context[at], context[at + 1]);
    }
    return new Request(action, resource, known);
  }

  /// A request that this action of this statement is about, and no other denial.
  private static Request named(JsonNode statement, String action) {
    String bound = OF + "policy/bowline-boundary";
    String plain = action.replace("*", "X");
    return switch (statement.path("Sid").asText()) {
      case "NoRolesButTheInstalls" ->
          request(plain, OF + "role/other", "iam:PermissionsBoundary", bound);
      case "NoRoleWithoutTheBoundary" -> request(plain, OF + "role/bowline-acme-prod-x");
      default -> request(plain, "*");
    };
  }

  private static void without(ObjectNode policy, String sid, int at) {
    for (JsonNode statement : policy.path("Statement")) {
      if (statement.path("Sid").asText().equals(sid)
          && statement.path("Action") instanceof ArrayNode actions) {
        actions.remove(at);
      }
    }
  }

  private static String template() {
    var vendor =
        new Vendor(
            List.of("203.0.113.0/28"),
            Optional.empty(),
            new Vendor.RunnerKit("image", "{}", "", "{}"),
            Optional.empty());
    return Templates.render(Door.AWS_STACK, vendor, Optional.empty()).text();
  }

  private static Set<String> types() {
    return TYPE.matcher(template())
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Map<String, List<Request>> calls() throws IOException {
    var calls = new TreeMap<String, List<Request>>();
    try (InputStream in =
        Objects.requireNonNull(InstallerRoleTest.class.getResourceAsStream("stack-calls.txt"))) {
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          String[] cells = line.split(" \\|", -1);
          var of = new ArrayList<Request>();
          for (String call : cells[1].strip().split(", ", -1)) {
            if (!call.isEmpty()) {
              of.add(call(call));
            }
          }
          calls.put(cells[0], of);
        }
      }
    }
    return calls;
  }

  private static Request call(String text) {
    String[] words =
        text.replace("{role}", OF + "role/bowline-acme-prod")
            .replace(
                "{function}", "arn:aws:lambda:eu-central-1:123456789012:function:bowline-acme-prod")
            .replace("{boundary}", "iam:PermissionsBoundary " + OF + "policy/bowline-boundary")
            .split(" ", -1);
    String resource = words.length > 2 ? words[2] : "arn:aws:any";
    return words.length > 5
        ? request(words[0], resource, words[4], words[5])
        : request(words[0], resource);
  }
}
