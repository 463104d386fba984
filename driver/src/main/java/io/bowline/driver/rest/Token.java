package io.bowline.driver.rest;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a cloud gave for credentials, and takes in their place.
public final class Token {
  // nothing else can stand in a header
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,16384}");

  private final String text;

  private Token(String text) {
    this.text = text;
  }

  /// Empty when it cannot be one.
  public static Optional<Token> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new Token(text)) : Optional.empty();
  }

  /// Asks with it.
  public Ask on(Ask ask) {
    return ask.with("Authorization", "Bearer " + text);
  }

  /// What a signed token says of its bearer. Nobody has checked it here: it is good for what the
  /// cloud that gave it is told of itself, and for nothing else.
  ///
  /// @param name of the claim
  public Optional<String> claim(String name) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Rest.json(Base64.getUrlDecoder().decode(parts[1]))
          .map(claims -> claims.path(name).textValue());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The token itself, for a client that is not this one; it is a secret.
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "Token[]";
  }
}
