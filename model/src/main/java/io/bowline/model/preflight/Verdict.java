package io.bowline.model.preflight;

import java.util.Collection;
import java.util.Locale;

/// What came of a look, the worst last.
public enum Verdict {
  OK,
  /// Could not be looked at; it never counts for a success.
  UNKNOWN,
  /// An install would work, and somebody should know this.
  WARN,
  /// An install would not work.
  FAIL;

  /// As it stands in reports.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads that.
  ///
  /// @throws IllegalArgumentException for any other word
  public static Verdict parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// The worst of several; nothing at all says nothing.
  public static Verdict worst(Collection<Seen> seen) {
    return seen.stream().map(Seen::verdict).max(Verdict::compareTo).orElse(UNKNOWN);
  }
}
