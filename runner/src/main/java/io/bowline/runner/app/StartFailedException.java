package io.bowline.runner.app;

/// The runner cannot start; one line for people tells why and what to do.
final class StartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  StartFailedException(String message) {
    super(message);
  }
}
