package io.bowline.control.telemetry;

import io.bowline.control.telemetry.segment.Position;
import java.util.Comparator;

/// One log line.
public record LogLine(Key key, Labels labels, String line) {
  /// Where a line stands in the order of time; lines of one moment are in the order of arrival.
  ///
  /// @param nanos since the epoch, as the sender says
  /// @param at unique
  public record Key(long nanos, Position at) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::nanos).thenComparing(Key::at);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }

    /// As a text that `parse` reads.
    public String text() {
      return "%d.%d.%d.%d".formatted(nanos, at.segment(), at.offset(), at.index());
    }

    /// Reads what `text` wrote.
    ///
    /// @throws IllegalArgumentException when the text is of another form
    public static Key parse(String text) {
      if (!text.matches("-?[0-9]{1,19}(\\.[0-9]{1,18}){2}\\.[0-9]{1,9}")) {
        throw new IllegalArgumentException("is no place in a log");
      }
      String[] parts = text.split("\\.", -1);
      return new Key(
          Long.parseLong(parts[0]),
          new Position(
              Long.parseLong(parts[1]), Long.parseLong(parts[2]), Integer.parseInt(parts[3])));
    }
  }
}
