package io.bowline.driver.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.cloud.permission.Permissions;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// Looks whether the policy is there that bounds what roles of a fleet can do, and is what it
/// should be. Without it no role can be made.
record Boundary(IamClient iam, String user) {
  static final String NAME = "boundary";

  private static final Pattern ACCOUNT = Pattern.compile("arn:([^:]+):iam::([0-9]{12}):.*");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Check look() {
    Matcher account = ACCOUNT.matcher(user);
    if (!account.matches()) {
      return Check.inconclusive(NAME, "Nobody knows in which account to look.");
    }
    String arn =
        "arn:%s:iam::%s:policy/%s"
            .formatted(account.group(1), account.group(2), Permissions.BOUNDARY);
    try {
      String version = iam.getPolicy(ask -> ask.policyArn(arn)).policy().defaultVersionId();
      String document =
          iam.getPolicyVersion(ask -> ask.policyArn(arn).versionId(version))
              .policyVersion()
              .document();
      return judged(document);
    } catch (NoSuchEntityException e) {
      return Check.failed(
          NAME,
          "There is no policy %s. Create it from the boundary document: no role is made without it."
              .formatted(Permissions.BOUNDARY));
    } catch (SdkException e) {
      return switch (AwsWords.kind(e)) {
        case DENIED ->
            Check.inconclusive(
                    NAME,
                    "These credentials may not look whether the boundary is there. Replace the"
                        + " user's policy by the permission document.")
                .about(List.of("iam:GetPolicy", "iam:GetPolicyVersion"));
        case UNKNOWN_KEY, WRONG_SECRET, WOULD_SUCCEED, NOTHING_KNOWN ->
            Check.inconclusive(NAME, AwsWords.unknown(e));
      };
    }
  }

  private static Check judged(String document) {
    JsonNode wanted = PermissionDocument.boundary(Cloud.AWS).orElseThrow();
    try {
      String text =
          document.startsWith("{") ? document : URLDecoder.decode(document, StandardCharsets.UTF_8);
      if (JSON.readTree(text).equals(wanted)) {
        return Check.ok(NAME, "The policy %s is there.".formatted(Permissions.BOUNDARY));
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return differs();
    }
    return differs();
  }

  private static Check differs() {
    return Check.failed(
        NAME,
        "The policy %s is another one than the boundary document. Give it that as its new version."
            .formatted(Permissions.BOUNDARY));
  }
}
