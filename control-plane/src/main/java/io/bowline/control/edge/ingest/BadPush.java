package io.bowline.control.edge.ingest;

/// A push that cannot be taken.
///
/// Senders of both protocols repeat what was answered with 429 or 5xx and drop what was answered
/// with another 4xx, so the status decides whether telemetry is lost.
final class BadPush extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String why;

  BadPush(int status, String why) {
    super(why);
    this.status = status;
    this.why = why;
  }

  /// What the sender is told.
  String why() {
    return why;
  }

  int status() {
    return status;
  }

  /// The body is not what its headers say.
  static BadPush malformed(String message) {
    return new BadPush(400, message);
  }

  static BadPush tooLarge(String what, long limit) {
    return new BadPush(413, what + " is larger than " + limit + " bytes; send smaller batches");
  }
}
