package io.bowline.control.telemetry;

import io.bowline.control.telemetry.segment.Position;
import io.bowline.control.telemetry.segment.Tail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads lines in the order of arrival, each once, also those whose time lies back: what a runner
/// sends after an outage is new to who follows.
public final class LogTail implements AutoCloseable {
  private final Tail tail;
  private final LogQuery query;

  LogTail(Tail tail, LogQuery query) {
    this.tail = tail;
    this.query = query;
  }

  /// Lines that arrived together; they may be none where others were not wanted.
  ///
  /// @param more whether there may be further ones at once
  public record Arrived(List<LogLine> lines, boolean more) {}

  /// The next that arrived.
  public Arrived next() throws IOException {
    List<LogLine> lines = new ArrayList<>();
    boolean more =
        tail.block(entry -> {
          String line = entry.line();
          boolean inTime =
              entry.nanos() >= query.range().from() && entry.nanos() < query.range().until();
          if (inTime && query.takes(entry.at(), line)) {
            var key = new LogLine.Key(entry.nanos(), entry.at());
            lines.add(new LogLine(key, Labels.parse(entry.labels()), line));
          }
        });
    return new Arrived(lines, more);
  }

  /// The first position that was not read.
  public Position next(List<LogLine> shown) {
    return shown.isEmpty() ? tail.next() : shown.getLast().key().at().next();
  }

  /// Whether retention has removed lines before they were read; told once.
  public boolean takeGap() {
    return tail.takeGap();
  }

  @Override
  public void close() throws IOException {
    tail.close();
  }
}
