package io.bowline.driver.aws;

import io.bowline.model.probe.Check;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;

/// Who the credentials are, if anybody.
///
/// @param user its ARN; empty when the check is not `OK`
record SignIn(Check check, Optional<String> user) {
  private static final String NAME = "sign-in";
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):(root|user/([\\w+=,.@/-]{1,600}))");

  /// Asks AWS who they are; it tells everybody that about themselves.
  static SignIn with(StsClient sts) {
    try {
      return judged(String.valueOf(sts.getCallerIdentity().arn()));
    } catch (SdkException e) {
      return nobody(
          switch (AwsWords.kind(e)) {
            case UNKNOWN_KEY ->
                Check.failed(
                    NAME,
                    "AWS does not know this access key: it was deleted or made inactive, or is of"
                        + " another part of AWS (China, GovCloud). Create another one.");
            case WRONG_SECRET ->
                Check.failed(
                    NAME,
                    "The secret does not belong to this access key. Send aws_access_secret anew, or"
                        + " create another access key.");
            case DENIED, WOULD_SUCCEED, NOTHING_KNOWN ->
                Check.inconclusive(NAME, AwsWords.unknown(e));
          });
    }
  }

  private static SignIn judged(String arn) {
    Matcher known = ARN.matcher(arn);
    if (!known.matches()) {
      return nobody(
          Check.failed(
              NAME, "These are not the credentials of an IAM user. Create an access key for one."));
    }
    if (known.group(2).equals("root")) {
      return nobody(
          Check.failed(
              NAME,
              "This is a key of account %s's root user, which may do everything. Delete it, and"
                      .formatted(known.group(1))
                  + " create one for an IAM user with the permission document."));
    }
    return new SignIn(
        Check.ok(NAME, "User %s of account %s.".formatted(known.group(3), known.group(1))),
        Optional.of(arn));
  }

  private static SignIn nobody(Check check) {
    return new SignIn(check, Optional.empty());
  }
}
