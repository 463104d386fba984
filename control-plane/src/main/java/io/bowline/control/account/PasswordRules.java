package io.bowline.control.account;

import io.bowline.control.secret.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a password must be: long, and not what everybody tries first. Which kinds of characters it
/// is of is nobody's business.
final class PasswordRules {
  static final int SHORTEST = 12;
  static final int LONGEST = 128;

  private PasswordRules() {}

  /// Why a password will not do; empty when it will.
  ///
  /// @param known words that anybody knows of this person, as their address
  static Optional<String> objection(Secret password, List<String> known) {
    String text = Hashing.normal(password).revealText();
    int length = text.codePointCount(0, text.length());
    if (length < SHORTEST || length > LONGEST) {
      return Optional.of("must have %d to %d characters".formatted(SHORTEST, LONGEST));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("must not hold control characters");
    }
    if (CommonPasswords.isOne(text.toLowerCase(Locale.ROOT), known)) {
      return Optional.of("is among the first that anybody would try; take some words at random");
    }
    return Optional.empty();
  }
}
