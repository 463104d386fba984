package io.bowline.control.runner;

/// A new token with its text, which is shown once and kept nowhere.
public record IssuedToken(EnrollmentToken token, String text) {
  /// Without the text.
  @Override
  public String toString() {
    return "IssuedToken[" + token.id() + "]";
  }
}
