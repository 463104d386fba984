package io.bowline.control.install;

import java.time.Instant;
import java.util.Optional;

/// What is asked about where an install's runner is, and what its cloud said.
///
/// @param policy empty: as the vendor has it for the cloud
/// @param vouchedFor as whom the cloud knows the runner that enrolled last; empty when nobody
///   vouched for it
/// @param at when the cloud said so
public record Proof(
    Optional<ProofPolicy> policy, Optional<String> vouchedFor, Optional<Instant> at) {
  /// Nobody has come yet.
  public static Proof asked(Optional<ProofPolicy> policy) {
    return new Proof(policy, Optional.empty(), Optional.empty());
  }
}
