package io.bowline.simulator.json;

import org.jspecify.annotations.Nullable;

/// Bytes that were to be JSON and are not.
public final class MalformedJson extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedJson(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
