package io.bowline.control.runner;

import io.bowline.proto.codec.LinkRefusal;
import java.time.Instant;
import java.util.Optional;

/// Whether a runner may come back by its long-lived key; pure.
final class RecoveryRules {
  private RecoveryRules() {}

  static Optional<Admission.Refused> judge(
      RunnerRecord runner, RecoveryPolicy policy, long generation, Instant now) {
    if (runner.revoked().isPresent()) {
      RunnerRecord.Revocation revoked = runner.revoked().get();
      return refused(
          LinkRefusal.CERTIFICATE_REVOKED,
          "runner %s was revoked at %s: %s"
              .formatted(runner.id(), revoked.at(), revoked.because()));
    }
    if (generation <= runner.generation()) {
      return refused(
          LinkRefusal.RECOVERY_REPLAYED,
          "recovery %d of runner %s was asked for before".formatted(generation, runner.id()));
    }
    if (!policy.allowed()) {
      return refused(LinkRefusal.RECOVERY_REFUSED, "the organization does not let runners recover");
    }
    if (now.isAfter(runner.certificateUntil().plus(policy.within()))) {
      return refused(
          LinkRefusal.RECOVERY_REFUSED,
          "the runner was away since %s, for longer than the organization allows"
              .formatted(runner.certificateUntil()));
    }
    return Optional.empty();
  }

  private static Optional<Admission.Refused> refused(LinkRefusal why, String message) {
    return Optional.of(new Admission.Refused(why, message));
  }
}
