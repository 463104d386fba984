package io.bowline.control.edge.ingest;

import java.time.Duration;
import java.util.Optional;

/// A push that cannot be taken, or not now.
///
/// Senders of both protocols repeat what was answered with 429 or 5xx and drop what was answered
/// with another 4xx, so the status decides whether telemetry is lost.
final class BadPush extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String why;
  private final transient Optional<Duration> retryAfter;

  BadPush(int status, String why) {
    this(status, why, Optional.empty());
  }

  private BadPush(int status, String why, Optional<Duration> retryAfter) {
    super(why);
    this.status = status;
    this.why = why;
    this.retryAfter = retryAfter;
  }

  /// What the sender is told.
  String why() {
    return why;
  }

  int status() {
    return status;
  }

  /// When to send it again; empty when that never helps.
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /// The body is not what its headers say.
  static BadPush malformed(String message) {
    return new BadPush(400, message);
  }

  static BadPush tooLarge(String what, long limit) {
    return new BadPush(413, what + " is larger than " + limit + " bytes; send smaller batches");
  }

  /// This sender sends more than it may.
  static BadPush tooMuch(String message, Duration retryAfter) {
    return new BadPush(429, message, Optional.of(retryAfter));
  }

  /// Nobody can be served now.
  static BadPush unavailable(String message, Duration retryAfter) {
    return new BadPush(503, message, Optional.of(retryAfter));
  }
}
