package io.bowline.runner.step.image;

import java.io.IOException;

/// A registry's answer that stops an image, with the reason for people.
final class RegistryException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final boolean lasting;

  private RegistryException(String reason, boolean lasting) {
    super(reason);
    this.reason = reason;
    this.lasting = lasting;
  }

  /// Another try may work.
  static RegistryException passing(String reason) {
    return new RegistryException(reason, false);
  }

  /// Trying again at once is of no use.
  static RegistryException lasting(String reason) {
    return new RegistryException(reason, true);
  }

  String reason() {
    return reason;
  }

  boolean lasts() {
    return lasting;
  }
}
