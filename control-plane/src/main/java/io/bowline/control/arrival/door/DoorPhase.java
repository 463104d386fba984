package io.bowline.control.arrival.door;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How far a door is with what it makes.
public enum DoorPhase {
  /// It looks around, and has made nothing yet.
  BEGUN,
  /// Everything is there, but for the runner.
  MADE,
  /// It stopped half-way, and what it had made may be there.
  FAILED,
  /// It took back what it had made before it was done.
  ROLLED_BACK,
  /// What it had made was changed.
  UPDATED,
  /// What it had made is taken away.
  DELETED;

  /// The word in the API and the database.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Reads {@link #word()}.
  public static Optional<DoorPhase> of(String word) {
    return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  /// Whether nothing of the attempt is there any more.
  public boolean gone() {
    return this == ROLLED_BACK || this == DELETED;
  }
}
