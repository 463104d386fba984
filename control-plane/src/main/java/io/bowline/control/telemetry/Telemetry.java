package io.bowline.control.telemetry;

import io.bowline.control.telemetry.segment.Entry;
import io.bowline.control.telemetry.segment.Segments;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The embedded store of logs and metrics: what it has taken is on the disk.
public final class Telemetry implements AutoCloseable {
  private static final String LOGS = "logs";
  private static final String METRICS = "metrics";
  private static final int MAX_READ = 100_000;

  /// Sizes of the store.
  ///
  /// @param segmentBytes at which a file of a stream is closed and a new one begun
  /// @param segmentsKept per install and kind
  /// @param openStreams files held open at most
  public record Sizes(long segmentBytes, int segmentsKept, int openStreams) {}

  private final Path folder;
  private final Sizes sizes;
  private final Map<Path, Segments> open = new LinkedHashMap<>(16, 0.75f, true);

  public Telemetry(Path folder, Sizes sizes) {
    this.folder = folder;
    this.sizes = sizes;
  }

  /// Returns when the lines are on the disk.
  public void addLogs(Source source, List<LogLine> lines) throws IOException {
    var entries = new ArrayList<Entry>(lines.size());
    lines.forEach(line -> entries.add(new Entry(line.nanos(), line.labels().text(), line.line())));
    append(path(source, LOGS), entries);
  }

  /// Returns when the samples are on the disk.
  public void addSamples(Source source, List<Sample> samples) throws IOException {
    var entries = new ArrayList<Entry>(samples.size());
    samples.forEach(
        s -> entries.add(new Entry(s.nanos(), s.labels().text(), Double.toString(s.value()))));
    append(path(source, METRICS), entries);
  }

  private void append(Path stream, List<Entry> entries) throws IOException {
    try {
      segments(stream).append(entries);
    } catch (ClosedChannelException e) {
      // it was the one unused for longest and was closed to make room just now
      segments(stream).append(entries);
    }
  }

  private Segments segments(Path stream) throws IOException {
    synchronized (open) {
      Segments found = open.get(stream);
      if (found == null) {
        found = new Segments(stream, sizes.segmentBytes(), sizes.segmentsKept());
        open.put(stream, found);
        if (open.size() > sizes.openStreams()) {
          var eldest = open.entrySet().iterator().next();
          open.remove(eldest.getKey());
          eldest.getValue().close();
        }
      }
      return found;
    }
  }

  /// The newest lines of a range whose labels match, in the order of time.
  public List<LogLine> logs(Source source, Map<String, String> wanted, TimeRange range, int limit)
      throws IOException {
    return Segments.read(
            path(source, LOGS),
            range.from(),
            range.until(),
            entry -> Labels.parse(entry.labels()).match(wanted),
            Math.min(limit, MAX_READ))
        .stream()
        .map(entry -> new LogLine(entry.nanos(), Labels.parse(entry.labels()), entry.payload()))
        .toList();
  }

  /// The series of a range whose labels match.
  public List<Series> metrics(Source source, Map<String, String> wanted, TimeRange range)
      throws IOException {
    var series = new TreeMap<String, List<Series.Point>>();
    Segments.read(
            path(source, METRICS),
            range.from(),
            range.until(),
            entry -> Labels.parse(entry.labels()).match(wanted),
            MAX_READ)
        .forEach(entry ->
            series
                .computeIfAbsent(entry.labels(), _ -> new ArrayList<>())
                .add(new Series.Point(entry.nanos(), Double.parseDouble(entry.payload()))));
    return series.entrySet().stream()
        .map(entry -> new Series(Labels.parse(entry.getKey()), entry.getValue()))
        .toList();
  }

  private Path path(Source source, String kind) {
    return folder
        .resolve(source.org().toString())
        .resolve(source.install().toString())
        .resolve(kind);
  }

  @Override
  public void close() throws IOException {
    synchronized (open) {
      for (Segments segments : open.values()) {
        segments.close();
      }
      open.clear();
    }
  }
}
