package io.bowline.control.telemetry;

import java.io.IOException;

/// The disk has no room that may be used for more logs and metrics.
public final class StoreFullException extends IOException {
  private static final long serialVersionUID = 1L;

  StoreFullException(String message) {
    super(message);
  }
}
