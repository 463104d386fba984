package io.bowline.control.telemetry;

import io.bowline.control.telemetry.segment.Position;
import java.util.Optional;

/// Which lines of a log are wanted.
///
/// @param text that a line must hold; empty for every line
/// @param arrivedBefore only lines that had arrived before this one
public record LogQuery(
    Selector selector, String text, TimeRange range, Optional<Position> arrivedBefore) {
  public LogQuery(Selector selector, String text, TimeRange range) {
    this(selector, text, range, Optional.empty());
  }

  /// The same, of what had arrived before.
  public LogQuery arrivedBefore(Position position) {
    return new LogQuery(selector, text, range, Optional.of(position));
  }

  boolean takes(Position at, String line) {
    return (arrivedBefore.isEmpty() || at.compareTo(arrivedBefore.get()) < 0)
        && (text.isEmpty() || line.contains(text));
  }
}
