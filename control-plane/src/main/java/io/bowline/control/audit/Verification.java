package io.bowline.control.audit;

/// What a walk along a chain found.
public sealed interface Verification {
  /// Every entry follows from the one before.
  record Intact(long entries) implements Verification {}

  /// The first entry that does not.
  record Broken(long number, String reason) implements Verification {}
}
