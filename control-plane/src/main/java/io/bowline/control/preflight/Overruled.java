package io.bowline.control.preflight;

/// What became of somebody's wish to go on in spite of what was found.
public sealed interface Overruled {
  /// Theirs counts until a look finds it mended.
  record Done(KeptPreflight now) implements Overruled {}

  /// Nobody has looked yet.
  record NothingSeen() implements Overruled {}

  /// What they name is not in the way.
  ///
  /// @param message which are, or that none is
  record NotFailing(String message) implements Overruled {}
}
