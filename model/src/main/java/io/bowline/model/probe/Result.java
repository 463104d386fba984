package io.bowline.model.probe;

import java.util.Collection;
import java.util.Locale;

/// What came of a check, the worst last.
public enum Result {
  OK,
  /// Not looked at, since something before it failed.
  SKIPPED,
  /// Looked at, and nothing can be said; it never counts for a success.
  INCONCLUSIVE,
  FAILED;

  /// As it stands in the API.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads the API's form.
  public static Result parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /// The worst of several; nothing at all says nothing.
  public static Result worst(Collection<Check> checks) {
    return checks.stream().map(Check::result).max(Result::compareTo).orElse(INCONCLUSIVE);
  }
}
