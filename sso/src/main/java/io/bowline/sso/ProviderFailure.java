package io.bowline.sso;

/// A provider that cannot be asked, or answers nonsense.
public final class ProviderFailure extends Exception {
  private static final long serialVersionUID = 1L;

  ProviderFailure(String why) {
    super(why, null, false, false);
  }

  ProviderFailure(String why, Throwable cause) {
    super(why, cause);
  }

  /// For people, a sentence.
  public String why() {
    return String.valueOf(getMessage());
  }
}
