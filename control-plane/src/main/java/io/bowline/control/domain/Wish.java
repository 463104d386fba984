package io.bowline.control.domain;

import java.util.Optional;

/// What somebody wants of one thing that may be set.
public sealed interface Wish<T> {
  /// That it stays as it is.
  record Keep<T>() implements Wish<T> {}

  /// That it is not set.
  record Clear<T>() implements Wish<T> {}

  /// That it is set to this.
  record Set<T>(T value) implements Wish<T> {}

  /// What it is then.
  default Optional<T> over(Optional<T> before) {
    return switch (this) {
      case Keep<T>() -> before;
      case Clear<T>() -> Optional.empty();
      case Set<T>(T value) -> Optional.of(value);
    };
  }
}
