package io.bowline.runner.trust;

import io.bowline.release.cosign.CosignKey;
import java.time.Instant;
import java.util.Optional;

/// A key, and when the customer takes it; keys that overlap let a vendor change from one to the
/// next.
record TimedKey(CosignKey key, Optional<Instant> from, Optional<Instant> until) {
  boolean isTaken(Instant now) {
    return from.map(start -> !now.isBefore(start)).orElse(true)
        && until.map(now::isBefore).orElse(true);
  }

  /// How a sentence calls a key that is not taken now.
  String untaken(Instant now) {
    return from.filter(now::isBefore)
        .map(start -> key + " counts from " + start)
        .orElseGet(() -> key + " counted until " + until.map(Instant::toString).orElse("now"));
  }
}
