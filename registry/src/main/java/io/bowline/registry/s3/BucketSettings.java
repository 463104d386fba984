package io.bowline.registry.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Which bucket, where, and how it is used.
///
/// @param endpoint empty for AWS itself
/// @param prefix before every key; empty, or ending with a slash
/// @param pathStyle whether the bucket is named in the path instead of the host
/// @param credentials a file of the AWS tools' form; empty for the SDK's default chain
/// @param partBytes size of an upload's parts, at least 5 MiB for most stores
/// @param redirects whether and when pulls are sent to the store itself
public record BucketSettings(
    String bucket,
    Optional<URI> endpoint,
    String region,
    String prefix,
    boolean pathStyle,
    Optional<Path> credentials,
    int partBytes,
    Optional<Redirects> redirects) {
  private static final int LEAST_PART = 8 * 1024 * 1024;

  /// The store takes no more parts than this.
  private static final int MOST_PARTS = 10_000;

  /// When a pull is answered with a signed address of the object.
  ///
  /// @param smallest blobs below this size are served as ever
  /// @param life how long an address is good for
  /// @param endpoint where clients reach the store, if elsewhere than this process does
  public record Redirects(long smallest, Duration life, Optional<URI> endpoint) {}

  /// The size of parts for which the largest blob is not too many of them; a size that grew cuts no
  /// upload short that another process began.
  public static int partBytes(long largestBlob) {
    long needed = largestBlob / (MOST_PARTS - 1) + 1;
    return (int) Math.min(Integer.MAX_VALUE / 2, Math.max(LEAST_PART, needed));
  }
}
