package io.bowline.control.secret.kms;

import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/// Why a key of KMS cannot be used, in our own words.
///
/// @param place its region, or the address where it is asked
record KmsWords(String key, String place, Duration timeout) {
  private static final Set<String> STRANGERS =
      Set.of(
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "IncompleteSignatureException",
          "MissingAuthenticationTokenException",
          "InvalidClientTokenId",
          "ExpiredTokenException");

  private static final Set<String> TOO_MANY =
      Set.of(
          "ThrottlingException",
          "Throttling",
          "LimitExceededException",
          "TooManyRequestsException");

  String of(SdkException e) {
    return switch (e) {
      case NotFoundException _ -> "There is no key %s in AWS KMS at %s.".formatted(key, place);
      case DisabledException _ ->
          "The key %s of AWS KMS is disabled. Enable it there.".formatted(key);
      case KmsInvalidStateException _ ->
          "The key %s of AWS KMS cannot be used now: it is disabled, has no material, or is to be"
                  .formatted(key)
              + " deleted. If it is to be deleted, cancel that there.";
      case InvalidKeyUsageException _ ->
          "The key %s of AWS KMS is not a symmetric key to encrypt and decrypt with."
              .formatted(key);
      case KmsException refused -> refusal(refused);
      case ApiCallTimeoutException _ -> silence();
      case ApiCallAttemptTimeoutException _ -> silence();
      case AbortedException _ -> silence();
      default -> client(e);
    };
  }

  private String refusal(KmsException e) {
    String code = e.awsErrorDetails() == null ? "" : String.valueOf(code(e));
    if (code.startsWith("AccessDenied")) {
      return "AWS KMS at %s refuses the key %s: whoever runs this process needs kms:Encrypt and"
              .formatted(place, key)
          + " kms:Decrypt on it.";
    }
    if (STRANGERS.contains(code)) {
      return "AWS KMS at %s does not accept the credentials of this process, or their time is over."
          .formatted(place);
    }
    if (TOO_MANY.contains(code)) {
      return "AWS KMS at %s takes no more requests of this account just now (%s). If that comes often, ask AWS for"
              .formatted(place, code)
          + " a higher quota, or raise bowline.secret.data-key-memory.";
    }
    return "AWS KMS at %s answered with %d %s.".formatted(place, e.statusCode(), code);
  }

  private static String code(KmsException e) {
    return e.awsErrorDetails().errorCode();
  }

  private String silence() {
    return "AWS KMS at %s did not answer within %d ms.".formatted(place, timeout.toMillis());
  }

  /// The SDK has no class of its own for a process without credentials.
  private String client(SdkException e) {
    return String.valueOf(e.getMessage()).contains("Unable to load credentials")
        ? "This process has no AWS credentials to use AWS KMS with: give it a role, or"
            + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        : "AWS KMS at %s cannot be reached.".formatted(place);
  }
}
