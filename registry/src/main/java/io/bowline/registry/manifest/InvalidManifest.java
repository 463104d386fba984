package io.bowline.registry.manifest;

/// A manifest that cannot be kept; the message says what is wrong with it.
public final class InvalidManifest extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidManifest(String message) {
    super(message);
  }

  public InvalidManifest(String message, Throwable cause) {
    super(message, cause);
  }
}
