package io.bowline.control.org;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a token lets its bearer do.
public enum Scope {
  /// See everything of the organization but secrets.
  READ,
  /// Ask for plans, create installs, start captures.
  WRITE,
  /// Approve plans.
  APPROVE,
  /// Organizations and tokens.
  ADMIN,
  /// Publish releases and move channels; the vendor's staff only.
  PUBLISH;

  /// As it stands in the API.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads the API's form.
  public static Optional<Scope> parse(String text) {
    return Stream.of(values()).filter(scope -> scope.text().equals(text)).findFirst();
  }
}
