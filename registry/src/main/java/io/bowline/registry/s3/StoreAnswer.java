package io.bowline.registry.s3;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What a store said when it did not do what it was asked for.
///
/// @param status of its answer; 0 when none came
/// @param code its word for it
record StoreAnswer(int status, String code) {
  private static final Set<String> NO_ROOM =
      Set.of(
          "QuotaExceeded",
          "QuotaExceededException",
          "StorageQuotaExceeded",
          "InsufficientStorage",
          "InsufficientCapacity",
          "XMinioStorageFull",
          "XMinioAdminBucketQuotaExceeded");

  private static final Set<Integer> FOR_NOW = Set.of(0, 429, 500, 502, 503, 504);

  /// What a failure came from, if it was the store.
  static Optional<StoreAnswer> in(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof S3Exception answered) {
        boolean told = answered.awsErrorDetails() != null;
        String code = told ? answered.awsErrorDetails().errorCode() : null;
        return Optional.of(new StoreAnswer(answered.statusCode(), code == null ? "" : code));
      }
      if (cause instanceof SdkClientException && cause.getCause() instanceof IOException) {
        return Optional.of(new StoreAnswer(0, ""));
      }
    }
    return Optional.empty();
  }

  /// Until somebody makes room, or allows for more.
  boolean isFull() {
    return status == 507 || NO_ROOM.contains(code);
  }

  /// It asks to be left alone for a moment, has trouble of its own, or is out of reach.
  boolean isForNow() {
    return !isFull() && FOR_NOW.contains(status);
  }
}
