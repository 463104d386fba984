package io.bowline.release.bundle;

import java.io.IOException;

/// A bundle that is not what it says it is.
public final class BundleRefused extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong
  public BundleRefused(String message) {
    super(message);
  }
}
