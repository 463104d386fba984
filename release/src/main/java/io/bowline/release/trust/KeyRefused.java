package io.bowline.release.trust;

import java.io.IOException;

/// A key that cannot be used; the message never shows its text.
public final class KeyRefused extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong
  public KeyRefused(String message) {
    super(message);
  }
}
