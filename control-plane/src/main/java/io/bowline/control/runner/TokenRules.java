package io.bowline.control.runner;

import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.LinkRefusal;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a token admits; pure.
final class TokenRules {
  private static final Pattern SAID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");

  private TokenRules() {}

  static Optional<Admission.Refused> judge(
      EnrollmentToken token, Enrollment.Enroll call, Instant now) {
    if (token.usedAt().isPresent()) {
      return refused(
          LinkRefusal.TOKEN_USED,
          "the enrollment token was used at " + token.usedAt().get() + " already");
    }
    if (token.voidBecause().isPresent()) {
      return refused(
          LinkRefusal.TOKEN_EXPIRED, "the enrollment token is void: " + token.voidBecause().get());
    }
    if (!now.isBefore(token.expiresAt())) {
      return refused(
          LinkRefusal.TOKEN_EXPIRED, "the enrollment token expired at " + token.expiresAt());
    }
    if (elsewhere(token.cloudAccount(), call.cloudAccount())) {
      return refused(
          LinkRefusal.TOKEN_FOREIGN,
          "the enrollment token is for cloud account %s, and this runner is in %s"
              .formatted(token.cloudAccount(), named(call.cloudAccount())));
    }
    if (elsewhere(token.region(), call.region())) {
      return refused(
          LinkRefusal.TOKEN_FOREIGN,
          "the enrollment token is for region %s, and this runner is in %s"
              .formatted(token.region(), named(call.region())));
    }
    return Optional.empty();
  }

  /// What a stranger said, as far as it can be an account or a region.
  private static String named(String said) {
    return SAID.matcher(said).matches() ? said : "one that it does not name";
  }

  private static boolean elsewhere(String bound, String here) {
    return !bound.isEmpty() && !bound.equals(here);
  }

  private static Optional<Admission.Refused> refused(LinkRefusal why, String message) {
    return Optional.of(new Admission.Refused(why, message));
  }
}
