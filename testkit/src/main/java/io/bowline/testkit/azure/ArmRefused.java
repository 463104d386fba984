package io.bowline.testkit.azure;

/// What Azure would not do.
public final class ArmRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  ArmRefused(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
