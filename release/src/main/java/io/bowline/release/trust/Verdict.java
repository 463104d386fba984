package io.bowline.release.trust;

/// Whether a release may be used.
public sealed interface Verdict {
  /// A trusted key says that this manifest is this release, and it is no replay.
  ///
  /// @param byException an older release, admitted by a signed return
  record Trusted(Statement.Published statement, KeyId key, boolean byException)
      implements Verdict {}

  /// It may not.
  ///
  /// @param sentence for people: what was found and what to do
  record Untrusted(Reason reason, String sentence) implements Verdict {}

  /// Why not.
  enum Reason {
    UNSIGNED,
    UNKNOWN_KEY,
    BAD_SIGNATURE,
    MALFORMED,
    OTHER_RELEASE,
    REPLAYED
  }
}
