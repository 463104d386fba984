package io.bowline.control.domain;

/// Whether a fleet may have its endpoints under a domain.
public sealed interface Claim {
  /// It may; the domain stays as it is until the caller's transaction ends.
  record Held(BaseDomain domain) implements Claim {}

  /// It may not.
  ///
  /// @param why goes on after the field's name, and says what to do
  record Refused(String why) implements Claim {}
}
