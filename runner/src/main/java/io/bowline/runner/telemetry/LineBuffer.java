package io.bowline.runner.telemetry;

import io.bowline.model.id.CaptureId;
import io.bowline.runner.telemetry.redact.Redaction;
import io.bowline.runner.telemetry.redact.Redactor;
import io.bowline.runner.telemetry.spool.Position;
import io.bowline.runner.telemetry.spool.Reading;
import io.bowline.runner.telemetry.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /// Positions are kept for so long after the end of a capture.
  private static final Duration KEPT = Duration.ofDays(1);

  private final Spool spool;
  private final Redaction redaction;
  private final String capture;
  private final long end;
  private final long needless;
  private final Map<SortedMap<String, String>, Stream> streams = new HashMap<>();
  private List<Reading> lines = new ArrayList<>();
  private int characters;
  private long dropped;
  private boolean closed;

  /// @param capture names the positions that move with the lines
  /// @param until no line of that moment or later is kept
  LineBuffer(Spool spool, Redaction redaction, CaptureId capture, Instant until) {
    this.spool = spool;
    this.redaction = redaction;
    this.capture = capture.toString();
    this.end = nanos(until);
    this.needless = nanos(until.plus(KEPT));
  }

  /// The log of one container: what was masked in it, and how far it is in the spool or on its way.
  private static final class Stream {
    private final Redactor redactor;
    private final String source;
    private long last;
    private long atThatTime;
    private long waiting;

    Stream(Redaction redaction, String source) {
      this.redactor = new Redactor(redaction);
      this.source = source;
    }
  }

  /// Where the reading of a container goes on after a crash; empty when none of it was kept.
  Optional<PodLines.Start> start(PodLines.Container container) {
    return spool
        .position(capture, container.toString())
        .map(at -> new PodLines.Start(instant(at.nanos()), at.atThatTime()));
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  /// @param atThatTime which of the container's lines of that time it is, from 1
  synchronized void add(PodLines.Container container, Reading line, long atThatTime) {
    if (closed || line.nanos() >= end) {
      return;
    }
    Stream stream =
        streams.computeIfAbsent(line.labels(), _ -> new Stream(redaction, container.toString()));
    stream.last = line.nanos();
    stream.atThatTime = atThatTime;
    stream.waiting++;
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
      spool.add(lines, moved());
    } catch (IOException e) {
      dropped += lines.size();
      LOG.errorf("The spool refused %d lines: %s. Make room on its disk.", lines.size(), e);
    }
    lines = new ArrayList<>();
    characters = 0;
    streams.values().forEach(stream -> stream.waiting = 0);
  }

  private List<Position> moved() {
    return streams.values().stream()
        .filter(stream -> stream.waiting > 0)
        .map(stream ->
            new Position(
                capture,
                stream.source,
                stream.last,
                stream.atThatTime,
                keptOf(stream) + stream.waiting,
                needless))
        .toList();
  }

  private long keptOf(Stream stream) {
    return spool.position(capture, stream.source).map(Position::lines).orElse(0L);
  }

  /// Takes no further line, and says in each stream how much was masked in it.
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    flush();
    streams.forEach((labels, stream) -> {
      Redactor.Tally tally = stream.redactor.tally();
      if (tally.secrets() > 0) {
        var marked = new TreeMap<>(labels);
        marked.put(MARKER, "redacted");
        keep(new Reading(marked, stream.last, text(tally)));
      }
    });
    flush();
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

  /// Lines of this capture that came into the spool, also before a crash.
  synchronized long kept() {
    return spool.positions(capture).stream().mapToLong(Position::lines).sum();
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
