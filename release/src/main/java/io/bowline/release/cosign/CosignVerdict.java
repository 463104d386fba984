package io.bowline.release.cosign;

/// What a set of signatures is worth.
public sealed interface CosignVerdict {
  /// One of the keys signed this very image.
  ///
  /// @param form `simple signing` or `bundle`
  record Signed(CosignKey key, String form) implements CosignVerdict {}

  /// None did.
  ///
  /// @param why what was found in place of it
  record Unsigned(String why) implements CosignVerdict {}
}
