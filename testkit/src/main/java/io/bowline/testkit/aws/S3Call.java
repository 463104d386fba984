package io.bowline.testkit.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A call of S3, which has no name on the wire, as policies name it.
///
/// @param action without its service
/// @param resource its ARN
record S3Call(String action, String resource) {
  private static final Pattern ASKED =
      Pattern.compile("/(?<bucket>[a-z0-9.-]+)/?(?<key>[^?]+)?(?:\\?(?<query>.*))?");

  /// Reads a call by path.
  ///
  /// @param uri path and query
  static Optional<S3Call> of(String method, String uri) {
    Matcher asked = ASKED.matcher(uri);
    if (!asked.matches()) {
      return Optional.empty();
    }
    String query = String.valueOf(asked.group("query"));
    Optional<String> key = Optional.ofNullable(asked.group("key"));
    String bucket = "arn:aws:s3:::" + asked.group("bucket");
    return Optional.of(
        new S3Call(
            key.isPresent() ? object(method) : bucket(method, query),
            key.map(one -> bucket + "/" + one).orElse(bucket)));
  }

  private static String object(String method) {
    return switch (method) {
      case "HEAD", "GET" -> "GetObject";
      case "PUT" -> "PutObject";
      case "DELETE" -> "DeleteObject";
      default -> method;
    };
  }

  private static String bucket(String method, String query) {
    return switch (method) {
      case "HEAD" -> "ListBucket";
      case "GET" -> query.contains("versions") ? "ListBucketVersions" : "ListBucket";
      case "DELETE" -> "DeleteBucket";
      case "POST" -> query.contains("delete") ? "DeleteObjectVersion" : method;
      case "PUT" -> put(query);
      default -> method;
    };
  }

  private static String put(String query) {
    if (query.contains("publicAccessBlock")) {
      return "PutBucketPublicAccessBlock";
    }
    if (query.contains("versioning")) {
      return "PutBucketVersioning";
    }
    return query.contains("encryption") ? "PutEncryptionConfiguration" : "CreateBucket";
  }
}
