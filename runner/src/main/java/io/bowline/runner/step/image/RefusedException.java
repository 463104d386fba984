package io.bowline.runner.step.image;

import java.io.IOException;

/// An image that cannot be copied however often it is tried, with the reason for people.
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  RefusedException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
