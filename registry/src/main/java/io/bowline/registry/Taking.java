package io.bowline.registry;

import java.util.function.LongConsumer;

/// What comes of a wish to read a blob.
public sealed interface Taking {
  /// It goes out now, and nobody counts it.
  record Free() implements Taking {}

  /// It goes out now.
  ///
  /// @param ended told in the end how many bytes went out
  record Begun(LongConsumer ended) implements Taking {}

  /// It does not.
  record Refused(Admission why) implements Taking {}
}
