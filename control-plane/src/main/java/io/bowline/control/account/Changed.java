package io.bowline.control.account;

import java.time.Duration;
import java.util.function.Function;

/// What came of a wish to change what somebody proves by who they are.
///
/// @param <T> what is shown of it
public sealed interface Changed<T> {
  /// It is so now.
  record Made<T>(T shown) implements Changed<T> {}

  /// Not like this.
  record Refused<T>(String field, String reason) implements Changed<T> {}

  /// Whoever asks has not proven that it is they.
  ///
  /// @param field the part of the proof that is wrong
  record Unproven<T>(String field) implements Changed<T> {}

  /// What it was asked with is none, or no more.
  record Unknown<T>(String why) implements Changed<T> {}

  /// As things are, it cannot be.
  record Conflict<T>(String why) implements Changed<T> {}

  /// It was tried too often.
  ///
  /// @param rest how long to stay away
  record TooMany<T>(Duration rest) implements Changed<T> {}

  /// Too many passwords are compared at this moment.
  record Busy<T>() implements Changed<T> {}

  /// Goes on with what was made; whatever else it is stays.
  default <U> Changed<U> then(Function<T, Changed<U>> next) {
    return switch (this) {
      case Made<T>(T shown) -> next.apply(shown);
      case Refused<T>(String field, String reason) -> new Refused<>(field, reason);
      case Unproven<T>(String field) -> new Unproven<>(field);
      case Unknown<T>(String why) -> new Unknown<>(why);
      case Conflict<T>(String why) -> new Conflict<>(why);
      case TooMany<T>(Duration rest) -> new TooMany<>(rest);
      case Busy<T>() -> new Busy<>();
    };
  }
}
