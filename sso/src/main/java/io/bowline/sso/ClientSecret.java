package io.bowline.sso;

/// What an identity provider knows this product by. It prints nothing.
public final class ClientSecret {
  private final String text;

  private ClientSecret(String text) {
    this.text = text;
  }

  /// The secret of this text.
  public static ClientSecret of(String text) {
    return new ClientSecret(text);
  }

  String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "ClientSecret[]";
  }
}
