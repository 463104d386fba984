package io.bowline.control.allowance;

import java.util.Optional;

/// What was said of one organization; where nothing was, the default counts.
///
/// @param bytesStored what the namespace of its name may hold
/// @param repositories how many that may have
/// @param by as the audit names them
public record OwnAllowance(
    Optional<Integer> requestsPerSecond,
    Optional<Integer> transfers,
    Optional<Long> bytesPerDay,
    Optional<Long> bytesStored,
    Optional<Integer> repositories,
    String by) {
  Allowance over(AllowanceSettings usual) {
    return new Allowance(
        requestsPerSecond.orElseGet(usual::requestsPerSecond),
        transfers.orElseGet(usual::transfers),
        bytesPerDay.orElseGet(usual::bytesPerDay));
  }
}
