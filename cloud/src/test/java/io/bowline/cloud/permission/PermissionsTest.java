package io.bowline.cloud.permission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.place.Cloud;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The lists of permissions and the documents made from them.
class PermissionsTest {
  private static final int LONGEST_AWS_POLICY = 6_144;
  private static final Map<Cloud, Pattern> ACTION =
      Map.of(
          Cloud.AWS, Pattern.compile("[a-z0-9-]+:[A-Z][A-Za-z]+"),
          Cloud.GCP, Pattern.compile("[a-z]+(\\.[a-zA-Z]+){2}"),
          Cloud.ORACLE, Pattern.compile("(inspect|read|use|manage) [a-z-]+"),
          Cloud.AZURE,
              Pattern.compile("Microsoft\\.[A-Za-z]+(/[A-Za-z]+)+/(read|write|delete|action)"));

  @ParameterizedTest
  @EnumSource
  void everyActionHasAReasonAndAPurposeAndStandsOnce(Cloud cloud) {
    Permissions permissions = Permissions.of(cloud);
    assertThat(permissions.actions())
        .doesNotHaveDuplicates()
        .allMatch(ACTION.get(cloud).asMatchPredicate());
    assertThat(permissions.grants())
        .allSatisfy(grant -> {
          assertThat(grant.reason()).isNotBlank();
          assertThat(grant.purposes()).isNotEmpty();
          assertThat(grant.actions()).isNotEmpty();
        });
    for (Purpose purpose : Purpose.values()) {
      assertThat(permissions.grants()).anyMatch(grant -> grant.purposes().contains(purpose));
    }
  }

  @Test
  @Tag("P11.one-source")
  void theDocumentAllowsWhatTheListHasAndNothingElse() {
    var allowed = new TreeSet<String>();
    statements("Allow").forEach(statement -> texts(statement.path("Action")).forEach(allowed::add));
    assertThat(allowed).isEqualTo(new TreeSet<>(Permissions.of(Cloud.AWS).actions()));
    assertThat(texts(PermissionDocument.of(Cloud.GCP).path("includedPermissions")))
        .containsExactlyInAnyOrderElementsOf(Permissions.of(Cloud.GCP).actions());
    assertThat(texts(PermissionDocument.of(Cloud.AZURE).path("Actions")))
        .containsExactlyElementsOf(Permissions.of(Cloud.AZURE).actions());
    assertThat(texts(PermissionDocument.of(Cloud.ORACLE).path("statements")))
        .hasSameSizeAs(Permissions.of(Cloud.ORACLE).actions());
  }

  @Test
  void theAwsPolicyIsNoLongerThanOneMayBe() {
    assertThat(PermissionDocument.of(Cloud.AWS).toString().length())
        .isLessThanOrEqualTo(LONGEST_AWS_POLICY);
  }

  @Test
  void nothingThatIsForbiddenIsAsked() {
    Permissions aws = Permissions.of(Cloud.AWS);
    List<Pattern> denied =
        aws.denied().stream().map(action -> Pattern.compile(action.replace("*", ".*"))).toList();
    assertThat(aws.actions())
        .noneMatch(action -> denied.stream().anyMatch(never -> never.matcher(action).matches()));
    assertThat(aws.denied())
        .contains("secretsmanager:GetSecretValue", "kms:Decrypt", "eks:AccessKubernetesApi");
    assertThat(Permissions.of(Cloud.AZURE).actions()).noneMatch(a -> a.contains("listCluster"));
    assertThat(Permissions.of(Cloud.GCP).actions())
        .doesNotContain("container.secrets.get", "container.clusters.getCredentials");
  }

  @Test
  void objectsAreReadInTheStateBucketOnly() {
    JsonNode objects =
        statements("Deny").stream()
            .filter(statement -> statement.has("NotResource"))
            .findFirst()
            .orElseThrow();
    assertThat(texts(objects.path("Action"))).contains("s3:GetObject*");
    assertThat(texts(objects.path("NotResource"))).containsExactly("arn:aws:s3:::bowline-state-*");
  }

  @Test
  void rolesAreMadeUnderOurNameAndHandedToNobodyElse() {
    assertThat(Permissions.of(Cloud.AWS).grants())
        .filteredOn(grant ->
            grant.actions().stream()
                .anyMatch(a -> a.startsWith("iam:Create") || a.equals("iam:PassRole")))
        .allSatisfy(grant -> assertThat(grant.on()).isNotEmpty().doesNotContain("*"));
    assertThat(Permissions.of(Cloud.AWS).grants())
        .filteredOn(grant -> grant.actions().contains("iam:PassRole"))
        .allSatisfy(grant -> assertThat(grant.when()).containsKey("iam:PassedToService"));
  }

  /// Azure has no denial in a role: what is not there is all there is. Lists of credentials and
  /// keys are actions, so that a pattern could let them in.
  @Test
  void theRoleOfAzureListsNoCredentialsReadsNoDataAndHasNoPattern() {
    assertThat(Permissions.of(Cloud.AZURE).actions())
        .isNotEmpty()
        .noneMatch(action -> action.contains("*"))
        .noneMatch(action ->
            action.matches(
                    "(?i).*(/list[a-z]*(/action)?|keys?|credentials?|secrets?|runcommand|accessprofiles?)(/.*)?")
                && !action.contains("federatedIdentityCredentials/"))
        .noneMatch(action -> action.matches("(?i).*(/blobs|/files|/messages|/entities)(/.*)?"))
        .doesNotContain("Microsoft.Authorization/roleDefinitions/write");
    JsonNode role = PermissionDocument.of(Cloud.AZURE);
    assertThat(role.path("DataActions")).isEmpty();
  }

  /// Who could make a role with rights of any kind could read everything by it.
  @Test
  void noRoleIsMadeOrGivenRightsWithoutTheBoundaryAndNobodyHereCanChangeThat() {
    assertThat(Permissions.of(Cloud.AWS).grants())
        .filteredOn(grant ->
            grant.actions().stream()
                .anyMatch(
                    List.of("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy")
                        ::contains))
        .isNotEmpty()
        .allSatisfy(grant ->
            assertThat(grant.when())
                .containsEntry(
                    "iam:PermissionsBoundary",
                    List.of("arn:aws:iam::*:policy/" + Permissions.BOUNDARY)));
    assertThat(Permissions.of(Cloud.AWS).actions())
        .doesNotContain(
            "iam:CreatePolicy",
            "iam:CreatePolicyVersion",
            "iam:SetDefaultPolicyVersion",
            "iam:DeletePolicy",
            "iam:DeleteRolePermissionsBoundary",
            "iam:PutRolePermissionsBoundary",
            "iam:UpdateAssumeRolePolicy");
    assertThat(statements("Allow"))
        .filteredOn(statement -> texts(statement.path("Action")).contains("iam:CreateRole"))
        .singleElement()
        .satisfies(statement ->
            assertThat(statement.at("/Condition/ArnLike/iam:PermissionsBoundary/0").asText())
                .endsWith(":policy/bowline-boundary"));
  }

  @Test
  void theBoundaryHoldsWhatTheRolesNeedAndNoDataOfOthers() {
    JsonNode boundary = PermissionDocument.boundary(Cloud.AWS).orElseThrow();
    assertThat(boundary.toString().length()).isLessThanOrEqualTo(LONGEST_AWS_POLICY);
    List<String> actions = texts(boundary.at("/Statement/0/Action"));
    assertThat(actions)
        .contains("ecr:BatchGetImage", "eks:DescribeCluster", "kms:CreateGrant")
        .noneMatch(action -> action.matches("(s3|iam|sts|secretsmanager|ssm|dynamodb):.*"))
        .doesNotContain(
            "kms:Decrypt", "ec2:AttachVolume", "ec2:CreateVolume", "ec2:CreateTags", "ec2:*", "*");
    for (Cloud other : List.of(Cloud.GCP, Cloud.AZURE, Cloud.ORACLE)) {
      assertThat(PermissionDocument.boundary(other)).isEmpty();
    }
  }

  @Test
  void noRoleGetsAtAVolumeThatWasNotMadeForAPod() {
    JsonNode boundary = PermissionDocument.boundary(Cloud.AWS).orElseThrow();
    List<JsonNode> volumes =
        boundary
            .path("Statement")
            .valueStream()
            .filter(statement -> statement.path("Resource").toString().contains("volume/"))
            .toList();
    assertThat(volumes)
        .extracting(statement -> statement.path("Condition").toString())
        .containsExactly(
            "{\"StringEquals\":{\"aws:RequestTag/ebs.csi.aws.com/cluster\":[\"true\"]}}",
            "{\"StringEquals\":{\"ec2:CreateAction\":[\"CreateVolume\"]}}",
            "{\"StringEquals\":{\"aws:ResourceTag/ebs.csi.aws.com/cluster\":[\"true\"]}}");
    assertThat(boundary.path("Statement").valueStream())
        .filteredOn(statement -> statement.path("Resource").asText().equals("*"))
        .allSatisfy(statement ->
            assertThat(texts(statement.path("Action")))
                .noneMatch(action -> action.contains("Volume") || action.contains("Snapshot")));
  }

  private static List<JsonNode> statements(String effect) {
    return StreamSupport.stream(
            PermissionDocument.of(Cloud.AWS).path("Statement").spliterator(), false)
        .filter(statement -> statement.path("Effect").asText().equals(effect))
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
