package io.bowline.registry;

/// The specification's error codes, each with the status it usually comes with.
public enum ErrorCode {
  BLOB_UNKNOWN(404),
  BLOB_UPLOAD_INVALID(400),
  BLOB_UPLOAD_UNKNOWN(404),
  DIGEST_INVALID(400),
  MANIFEST_BLOB_UNKNOWN(404),
  MANIFEST_INVALID(400),
  MANIFEST_UNKNOWN(404),
  NAME_INVALID(400),
  NAME_UNKNOWN(404),
  SIZE_INVALID(400),
  UNAUTHORIZED(401),
  DENIED(403),
  UNSUPPORTED(405),
  TOOMANYREQUESTS(429),
  /// None of the specification's, which has none for a registry's own trouble.
  UNAVAILABLE(507);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  /// The status this code usually comes with.
  public int status() {
    return status;
  }
}
