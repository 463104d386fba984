package io.bowline.control.edge.http;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Keeps whatever is logged until it is closed, with what stands in its place and was thrown.
public final class KeptLog extends Handler implements AutoCloseable {
  private final Logger root = Logger.getLogger("");
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private KeptLog() {}

  /// From now on.
  public static KeptLog begin() {
    var kept = new KeptLog();
    kept.root.addHandler(kept);
    return kept;
  }

  /// What was logged, a line each.
  public String text() {
    return String.join("\n", lines);
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(
        line.getMessage()
            + " "
            + line.getThrown()
            + " "
            + List.of(line.getParameters() == null ? new Object[0] : line.getParameters()));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
  }
}
