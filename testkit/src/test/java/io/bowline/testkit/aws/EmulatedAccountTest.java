package io.bowline.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who has taken a role of the account may do what its documents say, and nothing else.
@RequiresPart("moto_server")
class EmulatedAccountTest {
  private static final String ARN = "arn:aws:iam::123456789012:role/maker";
  private static final String STRANGER = "arn:aws:iam::999999999999:role/vendor";
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"%s\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"ours\"}}}]}"
          .formatted(STRANGER);
  private static final String RIGHTS =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"ec2:*\",\"iam:GetRole\"],\"Resource\":\"*\"}]}";
  private static final String BOUNDARY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"ec2:Describe*\",\"iam:*\"],\"Resource\":\"*\"}]}";

  private EmulatedAccount account;
  private EmulatedAccount.AccessKey stranger;

  @BeforeEach
  void open() throws IOException {
    account = EmulatedAccount.open();
    stranger = account.stranger(STRANGER);
    account.administer(
        Map.of("Action", "CreatePolicy", "PolicyName", "wall", "PolicyDocument", BOUNDARY));
    account.administer(
        Map.of(
            "Action", "CreateRole",
            "RoleName", "maker",
            "AssumeRolePolicyDocument", TRUST,
            "PermissionsBoundary", "arn:aws:iam::123456789012:policy/wall"));
    account.administer(
        Map.of(
            "Action", "PutRolePolicy",
            "RoleName", "maker",
            "PolicyName", "make",
            "PolicyDocument", RIGHTS));
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void onlyWhoTheTrustNamesTakesTheRoleAndOnlyWithTheExternalId() throws Exception {
    assertThat(taken(stranger.id(), "theirs").statusCode()).isEqualTo(403);
    assertThat(taken(account.user("somebody").id(), "ours").statusCode()).isEqualTo(403);
    assertThat(taken(stranger.id(), "ours").statusCode()).isEqualTo(200);
    assertThat(account.roleCalls()).hasSize(3).allMatch(call -> call.role().equals("maker"));
  }

  @Test
  void aSessionMayDoWhatIsGrantedWithinTheBoundaryAsLongAsThereIsTheRole() throws Exception {
    String key = key(taken(stranger.id(), "ours").body());
    assertThat(ec2(key, "DescribeVpcs").statusCode()).isEqualTo(200);
    assertThat(ec2(key, "CreateVpc").statusCode()).as("beyond the boundary").isEqualTo(403);
    assertThat(iam(key, "ListRoles").statusCode()).as("not granted").isEqualTo(403);
    assertThat(iam(key, "GetRole&RoleName=maker").statusCode()).isEqualTo(200);

    account.administer(
        Map.of("Action", "DeleteRolePolicy", "RoleName", "maker", "PolicyName", "make"));
    assertThat(ec2(key, "DescribeVpcs").statusCode()).as("taken back").isEqualTo(403);
    account.administer(Map.of("Action", "DeleteRole", "RoleName", "maker"));
    assertThat(iam(key, "GetRole&RoleName=maker").statusCode()).as("gone").isEqualTo(403);
    assertThat(taken(stranger.id(), "ours").statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> taken(String key, String external) throws Exception {
    return ask(
        key,
        "sts",
        "Action=AssumeRole&Version=2011-06-15&RoleSessionName=one&RoleArn=%s&ExternalId=%s"
            .formatted(URLEncoder.encode(ARN, StandardCharsets.UTF_8), external));
  }

  private HttpResponse<String> ec2(String key, String action) throws Exception {
    return ask(key, "ec2", "CidrBlock=10.0.0.0/16&Version=2016-11-15&Action=" + action);
  }

  private HttpResponse<String> iam(String key, String action) throws Exception {
    return ask(key, "iam", "Version=2010-05-08&Action=" + action);
  }

  private HttpResponse<String> ask(String key, String service, String form) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(account.address().resolve("/"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header(
                  "Authorization",
                  "AWS4-HMAC-SHA256 Credential=%s/20260101/eu-central-1/%s/aws4_request, SignedHeaders=host, Signature=0"
                      .formatted(key, service))
              .POST(HttpRequest.BodyPublishers.ofString(form))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String key(String answer) {
    Matcher found = Pattern.compile("<AccessKeyId>([^<]+)<").matcher(answer);
    assertThat(found.find()).as(answer).isTrue();
    return found.group(1);
  }
}
