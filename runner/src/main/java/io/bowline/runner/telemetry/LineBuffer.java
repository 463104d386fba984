package io.bowline.runner.telemetry;

import io.bowline.runner.telemetry.redact.Redaction;
import io.bowline.runner.telemetry.redact.Redactor;
import io.bowline.runner.telemetry.spool.Reading;
import io.bowline.runner.telemetry.spool.Spool;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Gathers lines of many streams into batches for the spool: one at a full buffer, and one whenever
/// somebody flushes. Secrets are masked before a line gets here to the disk, and what is not of the
/// time that was asked for does not get here at all.
final class LineBuffer {
  /// Tells a line that is no line of a container from one that is.
  static final String MARKER = "bowline_marker";

  private static final Logger LOG = Logger.getLogger(LineBuffer.class);
  private static final int LINES = 2_000;
  private static final int CHARACTERS = 1 << 20;

  private final Spool spool;
  private final Redaction redaction;
  private final long end;
  private final Map<SortedMap<String, String>, Stream> streams = new HashMap<>();
  private List<Reading> lines = new ArrayList<>();
  private int characters;
  private long kept;
  private long dropped;
  private boolean closed;

  /// @param until no line of that moment or later is kept
  LineBuffer(Spool spool, Redaction redaction, Instant until) {
    this.spool = spool;
    this.redaction = redaction;
    this.end = nanos(until);
  }

  private static final class Stream {
    private final Redactor redactor;
    private long last;

    Stream(Redaction redaction) {
      this.redactor = new Redactor(redaction);
    }
  }

  static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  synchronized void add(Reading line) {
    if (closed || line.nanos() >= end) {
      return;
    }
    Stream stream = streams.computeIfAbsent(line.labels(), _ -> new Stream(redaction));
    stream.last = Math.max(stream.last, line.nanos());
    keep(new Reading(line.labels(), line.nanos(), stream.redactor.mask(line.payload())));
  }

  private void keep(Reading line) {
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
      kept += lines.size();
    } catch (IOException e) {
      dropped += lines.size();
      LOG.errorf("The spool refused %d lines: %s. Make room on its disk.", lines.size(), e);
    }
    lines = new ArrayList<>();
    characters = 0;
  }

  /// Takes no further line, and says in each stream how much was masked in it.
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    flush();
    long captured = kept;
    streams.forEach((labels, stream) -> {
      Redactor.Tally tally = stream.redactor.tally();
      if (tally.secrets() > 0) {
        var marked = new TreeMap<>(labels);
        marked.put(MARKER, "redacted");
        keep(new Reading(marked, stream.last, text(tally)));
      }
    });
    flush();
    kept = captured;
  }

  private static String text(Redactor.Tally tally) {
    return "bowline: masked %d secrets in %d lines of this stream during this capture (%s)"
        .formatted(
            tally.secrets(),
            tally.lines(),
            tally.byRule().entrySet().stream()
                .map(rule -> rule.getKey() + " " + rule.getValue())
                .collect(Collectors.joining(", ")));
  }

  /// Lines that are in the spool.
  synchronized long kept() {
    return kept;
  }

  /// Lines that the disk refused.
  synchronized long dropped() {
    return dropped;
  }

  /// Secrets that were masked.
  synchronized long masked() {
    return streams.values().stream().mapToLong(s -> s.redactor.tally().secrets()).sum();
  }
}
