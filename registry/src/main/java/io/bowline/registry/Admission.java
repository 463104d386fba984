package io.bowline.registry;

/// Whether a caller may.
public sealed interface Admission {
  /// Yes.
  record Granted() implements Admission {}

  /// Not without credentials, or better ones.
  ///
  /// @param challenge the value of `WWW-Authenticate`
  record Challenged(String challenge) implements Admission {}

  /// The caller may know the repository but not do this.
  record Denied() implements Admission {}

  /// The caller may not know whether the repository exists: answered as one that does not.
  record Hidden() implements Admission {}
}
