package io.bowline.release.registry;

/// A password or token; prints nothing.
public final class Password {
  private final String value;

  private Password(String value) {
    this.value = value;
  }

  /// Wraps a value; surrounding white space of a file is dropped.
  public static Password of(String value) {
    return new Password(value.strip());
  }

  String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "Password[]";
  }
}
