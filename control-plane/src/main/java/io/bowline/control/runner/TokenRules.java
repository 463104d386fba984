package io.bowline.control.runner;

import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.LinkRefusal;
import java.time.Instant;
import java.util.Optional;

/// Whether a token admits; pure.
final class TokenRules {
  private TokenRules() {}

  static Optional<Admission.Refused> judge(
      EnrollmentToken token, Enrollment.Enroll call, Instant now) {
    if (token.usedAt().isPresent()) {
      return refused(
          LinkRefusal.TOKEN_USED,
          "the enrollment token was used at " + token.usedAt().get() + " already");
    }
    if (!now.isBefore(token.expiresAt())) {
      return refused(
          LinkRefusal.TOKEN_EXPIRED, "the enrollment token expired at " + token.expiresAt());
    }
    if (elsewhere(token.cloudAccount(), call.cloudAccount())) {
      return refused(
          LinkRefusal.TOKEN_FOREIGN,
          "the enrollment token is for cloud account " + token.cloudAccount());
    }
    if (elsewhere(token.region(), call.region())) {
      return refused(
          LinkRefusal.TOKEN_FOREIGN, "the enrollment token is for region " + token.region());
    }
    return Optional.empty();
  }

  private static boolean elsewhere(String bound, String here) {
    return !bound.isEmpty() && !bound.equals(here);
  }

  private static Optional<Admission.Refused> refused(LinkRefusal why, String message) {
    return Optional.of(new Admission.Refused(why, message));
  }
}
