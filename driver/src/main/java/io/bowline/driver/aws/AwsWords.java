package io.bowline.driver.aws;

import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// What AWS's refusals mean, in our own words: its texts name keys and are not for everybody.
public final class AwsWords {
  private static final Set<String> UNKNOWN_KEY =
      Set.of("InvalidClientTokenId", "UnrecognizedClientException", "AuthFailure");
  private static final Set<String> WRONG_SECRET =
      Set.of("SignatureDoesNotMatch", "InvalidSignatureException");
  private static final Set<String> DENIED =
      Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation");
  private static final Set<String> SLOW_DOWN =
      Set.of(
          "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException");

  private static final Pattern TIME = Pattern.compile("Signature (expired|not yet current)");

  private AwsWords() {}

  /// What a refusal is, by its code.
  public enum Kind {
    UNKNOWN_KEY,
    WRONG_SECRET,
    DENIED,
    /// The dry run of something that would have been allowed.
    WOULD_SUCCEED,
    NOTHING_KNOWN
  }

  public static Kind kind(SdkException e) {
    String code = code(e);
    if (UNKNOWN_KEY.contains(code)) {
      return Kind.UNKNOWN_KEY;
    }
    if (WRONG_SECRET.contains(code)) {
      return atAnotherTime(e) ? Kind.NOTHING_KNOWN : Kind.WRONG_SECRET;
    }
    if (DENIED.contains(code)) {
      return Kind.DENIED;
    }
    return code.equals("DryRunOperation") ? Kind.WOULD_SUCCEED : Kind.NOTHING_KNOWN;
  }

  /// Why nothing can be said.
  public static String unknown(SdkException e) {
    String code = code(e);
    if (SLOW_DOWN.contains(code)) {
      return "AWS asks to slow down. Try again in a minute.";
    }
    if (code.equals("RequestExpired") || code.equals("RequestTimeTooSkewed") || atAnotherTime(e)) {
      return "AWS finds that our clock is wrong. Tell the operator of this control plane.";
    }
    return e instanceof AwsServiceException
        ? "AWS answered in a way that tells nothing. Try again."
        : "AWS could not be reached, or did not answer in time. Try again.";
  }

  /// STS and IAM have one code for a wrong secret and for a wrong clock; the text, which is only
  /// compared here and never shown, tells them apart.
  private static boolean atAnotherTime(SdkException e) {
    return e instanceof AwsServiceException service
        && service.awsErrorDetails() != null
        && WRONG_SECRET.contains(code(e))
        && TIME.matcher(String.valueOf(service.awsErrorDetails().errorMessage())).lookingAt();
  }

  private static String code(SdkException e) {
    return e instanceof AwsServiceException service && service.awsErrorDetails() != null
        ? String.valueOf(service.awsErrorDetails().errorCode())
        : "";
  }
}
