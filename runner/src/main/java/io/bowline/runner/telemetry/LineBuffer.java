package io.bowline.runner.telemetry;

import io.bowline.runner.telemetry.spool.Reading;
import io.bowline.runner.telemetry.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Gathers lines of many streams into batches for the spool: one at a full buffer, and one whenever
/// somebody flushes.
final class LineBuffer {
  private static final Logger LOG = Logger.getLogger(LineBuffer.class);
  private static final int LINES = 2_000;
  private static final int CHARACTERS = 1 << 20;

  private final Spool spool;
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private List<Reading> lines = new ArrayList<>();
  private int characters;

  LineBuffer(Spool spool) {
    this.spool = spool;
  }

  synchronized void add(Reading line) {
    lines.add(line);
    characters += line.payload().length();
    if (lines.size() >= LINES || characters >= CHARACTERS) {
      flush();
    }
  }

  synchronized void flush() {
    if (lines.isEmpty()) {
      return;
    }
    try {
      spool.add(lines);
      kept.addAndGet(lines.size());
    } catch (IOException e) {
      dropped.addAndGet(lines.size());
      LOG.errorf("The spool refused %d lines: %s. Make room on its disk.", lines.size(), e);
    }
    lines = new ArrayList<>();
    characters = 0;
  }

  /// Lines that are in the spool.
  long kept() {
    return kept.get();
  }

  /// Lines that the disk refused.
  long dropped() {
    return dropped.get();
  }
}
