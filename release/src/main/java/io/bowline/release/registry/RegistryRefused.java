package io.bowline.release.registry;

import java.io.IOException;

/// A registry's answer that is not what was asked for.
public final class RegistryRefused extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public RegistryRefused(int status, String message) {
    super(message);
    this.status = status;
  }

  /// The HTTP status; 0 when the answer was wrong in another way.
  public int status() {
    return status;
  }
}
