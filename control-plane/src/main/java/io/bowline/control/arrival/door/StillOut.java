package io.bowline.control.arrival.door;

import io.bowline.control.install.InstallEvent;
import io.bowline.control.runner.EnrollmentToken;
import io.bowline.model.id.TokenId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What an install still has when one of its tokens is lost: what is made with another one counts,
/// and then a token that nobody has begun with. Pure.
///
/// @param event after which the install is as that leaves it
/// @param words about it
record StillOut(InstallEvent event, String words) {
  /// Empty when nothing is out any more with which a runner could come.
  ///
  /// @param out the tokens that still admit somebody, newest first
  /// @param told what doors told about the install, oldest first
  static Optional<StillOut> of(List<EnrollmentToken> out, List<DoorReport> told) {
    Set<TokenId> good = out.stream().map(EnrollmentToken::id).collect(Collectors.toSet());
    return told.reversed().stream()
        .filter(one -> good.contains(one.token()))
        .filter(one -> one.equals(last(told, one.attempt())))
        .filter(one -> one.phase() != DoorPhase.FAILED && !one.phase().gone())
        .findFirst()
        .map(StillOut::atWork)
        .or(() -> out.stream().findFirst().map(StillOut::unused));
  }

  private static DoorReport last(List<DoorReport> told, String attempt) {
    return told.reversed().stream()
        .filter(one -> one.attempt().equals(attempt))
        .findFirst()
        .orElseThrow();
  }

  private static StillOut atWork(DoorReport other) {
    return other.phase() == DoorPhase.BEGUN
        ? new StillOut(
            InstallEvent.BASE_LAYER_BEGUN,
            "%s makes the base layer with another token (%s)"
                .formatted(other.door(), other.attempt()))
        : new StillOut(
            InstallEvent.BASE_LAYER_MADE,
            "%s made the base layer with another token (%s), and its runner is awaited"
                .formatted(other.door(), other.attempt()));
  }

  private static StillOut unused(EnrollmentToken other) {
    return new StillOut(
        InstallEvent.ANOTHER_OUT,
        "another token is out that works once, until "
            + other.expiresAt().truncatedTo(ChronoUnit.SECONDS));
  }
}
