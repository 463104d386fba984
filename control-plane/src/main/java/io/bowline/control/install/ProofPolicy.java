package io.bowline.control.install;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether a runner has to show by its cloud's word that it is in the install's account.
public enum ProofPolicy {
  /// Without one nobody comes in.
  REQUIRED,
  /// One that is brought has to be good; without one, what was said counts.
  IF_OFFERED,
  /// Nothing is looked at.
  NONE;

  /// The word in the API and the database.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Reads {@link #word()}.
  public static Optional<ProofPolicy> of(String word) {
    return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
