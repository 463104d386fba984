package io.bowline.driver.rest;

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

  @Override
  public String toString() {
    return "Token[]";
  }
}
