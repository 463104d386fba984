package io.bowline.control.telemetry;

import io.bowline.control.telemetry.segment.Chunk;
import io.bowline.control.telemetry.segment.Position;
import io.bowline.control.telemetry.segment.Segments;
import io.bowline.control.telemetry.segment.Tail;
import io.bowline.model.id.OrgId;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
  /// @param patience how long a push waits for those before it
  public record Sizes(long segmentBytes, int segmentsKept, int openStreams, Duration patience) {}

  private final Path folder;
  private final Sizes sizes;
  private final DiskReserve reserve;
  private final Map<Path, Segments> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Source, Set<Runnable>> followers = new ConcurrentHashMap<>();

  public Telemetry(Path folder, Sizes sizes, DiskReserve reserve) {
    this.folder = folder;
    this.sizes = sizes;
    this.reserve = reserve;
  }

  /// Returns when the lines are on the disk.
  ///
  /// @param name what the sender calls this batch, so that one that is sent twice is kept once;
  ///   empty when it has no name
  public void addLogs(Source source, LogBatch batch, String name) throws IOException {
    append(path(source, LOGS), batch.chunk(), name);
    followers.getOrDefault(source, Set.of()).forEach(Runnable::run);
  }

  /// Returns when the samples are on the disk.
  public void addSamples(Source source, SampleBatch batch, String name) throws IOException {
    append(path(source, METRICS), batch.chunk(), name);
  }

  private void append(Path stream, Chunk chunk, String name) throws IOException {
    reserve.check();
    try {
      segments(stream).append(chunk, name);
    } catch (ClosedChannelException e) {
      // it was the one unused for longest and was closed to make room just now
      segments(stream).append(chunk, name);
    }
  }

  private Segments segments(Path stream) throws IOException {
    synchronized (open) {
      Segments found = open.get(stream);
      if (found == null) {
        found = new Segments(stream, sizes.segmentBytes(), sizes.segmentsKept(), sizes.patience());
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

  /// The newest lines that a query finds, in the order of time.
  ///
  /// @param before only lines that stand before this one
  public List<LogLine> newest(
      Source source, LogQuery query, Optional<LogLine.Key> before, int limit) throws IOException {
    return lines(
        source,
        query,
        key -> before.isEmpty() || key.compareTo(before.get()) < 0,
        new Kept(limit, true));
  }

  /// The oldest lines that a query finds, in the order of time.
  ///
  /// @param after only lines that stand after this one
  public List<LogLine> oldest(Source source, LogQuery query, Optional<LogLine.Key> after, int limit)
      throws IOException {
    return lines(
        source,
        query,
        key -> after.isEmpty() || key.compareTo(after.get()) > 0,
        new Kept(limit, false));
  }

  /// The lines at one end of the order, as many as are wanted.
  private record Kept(int limit, boolean newest, TreeSet<LogLine.Key> keys) {
    Kept(int limit, boolean newest) {
      this(Math.min(limit, MAX_READ), newest, new TreeSet<>());
    }

    boolean full() {
      return keys.size() >= limit;
    }

    LogLine.Key farthest() {
      return newest ? keys.first() : keys.last();
    }

    boolean hasRoomFor(LogLine.Key key) {
      return !full() || (key.compareTo(farthest()) > 0) == newest;
    }
  }

  private List<LogLine> lines(
      Source source, LogQuery query, Predicate<LogLine.Key> wanted, Kept kept) throws IOException {
    Map<LogLine.Key, LogLine> lines = new HashMap<>();
    Map<String, Labels> sets = new HashMap<>();
    Segments.read(
        path(source, LOGS),
        search(query.selector(), query.range()),
        entry -> {
          var key = new LogLine.Key(entry.nanos(), entry.at());
          if (!wanted.test(key) || !kept.hasRoomFor(key)) {
            return;
          }
          String line = entry.line();
          if (query.takes(entry.at(), line)) {
            if (kept.full()) {
              LogLine.Key farthest = kept.farthest();
              kept.keys().remove(farthest);
              lines.remove(farthest);
            }
            kept.keys().add(key);
            Labels labels = sets.computeIfAbsent(entry.labels(), Labels::parse);
            lines.put(key, new LogLine(key, labels, line));
          }
        });
    return kept.keys().stream().map(lines::get).toList();
  }

  private static Segments.Search search(Selector selector, TimeRange range) {
    return new Segments.Search(range.from(), range.until(), judge(selector));
  }

  private static Predicate<String> judge(Selector selector) {
    return labels -> selector.test(Labels.parse(labels));
  }

  /// Behind every line that has arrived.
  public Position endOfLogs(Source source) throws IOException {
    return Tail.end(path(source, LOGS));
  }

  /// Lines in the order of arrival, from a position on.
  public LogTail tail(Source source, LogQuery query, Position from) {
    return new LogTail(new Tail(path(source, LOGS), from, judge(query.selector())), query);
  }

  /// Tells somebody whenever lines of a source have arrived, until it is closed.
  public Subscription whenLinesArrive(Source source, Runnable told) {
    followers.computeIfAbsent(source, _ -> ConcurrentHashMap.newKeySet()).add(told);
    return () ->
        followers.computeIfPresent(
            source,
            (_, those) -> {
              those.remove(told);
              return those.isEmpty() ? null : those;
            });
  }

  /// Ends the telling.
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// The series that a query finds.
  public MetricAnswer metrics(Source source, MetricQuery query) throws IOException {
    var gathering = new SeriesGathering(query);
    Segments.read(path(source, METRICS), search(query.selector(), query.range()), gathering::add);
    return gathering.answer();
  }

  /// The newest sample of each series.
  public MetricAnswer latest(Source source, Selector selector, TimeRange range, int most)
      throws IOException {
    Map<String, Series.Point> newest = new HashMap<>();
    Segments.read(
        path(source, METRICS),
        search(selector, range),
        entry -> {
          Series.Point before = newest.get(entry.labels());
          if (before == null || before.nanos() <= entry.nanos()) {
            newest.put(entry.labels(), new Series.Point(entry.nanos(), entry.value()));
          }
        });
    return newest.size() > most
        ? new MetricAnswer.TooMuch("more than " + most + " series")
        : new MetricAnswer.Found(SeriesGathering.latest(newest));
  }

  /// Deletes everything of an organization that is gone.
  public void forget(OrgId org) throws IOException {
    Path all = folder.resolve(org.toString());
    synchronized (open) {
      for (Path each : List.copyOf(open.keySet())) {
        if (each.startsWith(all)) {
          Objects.requireNonNull(open.remove(each)).close();
        }
      }
    }
    if (!Files.isDirectory(all)) {
      return;
    }
    try (Stream<Path> below = Files.walk(all)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
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
      for (Segments segments : new ArrayList<>(open.values())) {
        segments.close();
      }
      open.clear();
    }
  }
}
