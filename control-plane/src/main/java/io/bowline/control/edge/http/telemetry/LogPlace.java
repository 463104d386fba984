package io.bowline.control.edge.http.telemetry;

import io.bowline.control.telemetry.LogLine;
import io.bowline.control.telemetry.segment.Position;
import java.util.Optional;

/// How far a follower has come, as the id of an event.
sealed interface LogPlace {
  /// Among the lines that had arrived when it began; these are told in the order of time.
  ///
  /// @param begun behind the last of them
  /// @param told the last one told
  record Past(Position begun, Optional<LogLine.Key> told) implements LogPlace {}

  /// Among those that arrived since.
  record Live(Position next) implements LogPlace {}

  default String text() {
    return switch (this) {
      case Past(Position begun, Optional<LogLine.Key> told) ->
          "past." + position(begun) + told.map(key -> "." + key.text()).orElse("");
      case Live(Position next) -> "live." + position(next);
    };
  }

  private static String position(Position position) {
    return new LogLine.Key(0, position).text();
  }

  /// Reads what `text` wrote.
  ///
  /// @throws IllegalArgumentException when the text is not of this form
  static LogPlace parse(String text) {
    String[] parts = text.split("\\.", 6);
    if (parts.length < 5) {
      throw new IllegalArgumentException("is not the id of an event of this stream");
    }
    String position = String.join(".", parts[1], parts[2], parts[3], parts[4]);
    Position at = LogLine.Key.parse(position).at();
    return switch (parts[0]) {
      case "past" ->
          new Past(
              at, parts.length == 6 ? Optional.of(LogLine.Key.parse(parts[5])) : Optional.empty());
      case "live" -> new Live(at);
      default -> throw new IllegalArgumentException("is not the id of an event of this stream");
    };
  }
}
