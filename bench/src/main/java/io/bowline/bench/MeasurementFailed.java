package io.bowline.bench;

/// Nothing was measured; the message says what was missing and what to do.
final class MeasurementFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  MeasurementFailed(String message) {
    super(message);
  }

  MeasurementFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
