package io.bowline.control.telemetry;

import io.bowline.control.telemetry.segment.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Puts samples together to series: of one moment, and of one step, the newest sample counts.
final class SeriesGathering {
  /// With this value Prometheus says that a series has ended.
  private static final long STALE = 0x7ff0000000000002L;

  private final MetricQuery query;
  private final Map<String, TreeMap<Long, Seen>> series = new HashMap<>();
  private Optional<MetricAnswer> tooMuch = Optional.empty();
  private int points;

  private record Seen(long nanos, double value) {}

  SeriesGathering(MetricQuery query) {
    this.query = query;
  }

  void add(Entry entry) {
    if (tooMuch.isPresent()) {
      return;
    }
    TreeMap<Long, Seen> known =
        series.computeIfAbsent(entry.labels(), _ -> new TreeMap<Long, Seen>());
    var seen = new Seen(entry.nanos(), entry.value());
    Seen before = known.putIfAbsent(query.stamp(entry.nanos()), seen);
    if (before == null) {
      points++;
    } else if (before.nanos() <= seen.nanos()) {
      known.put(query.stamp(entry.nanos()), seen);
    }
    check();
  }

  private void check() {
    MetricQuery.Limits limits = query.limits();
    if (series.size() > limits.series()) {
      tooMuch = Optional.of(new MetricAnswer.TooMuch("more than " + limits.series() + " series"));
    } else if (points > limits.points()) {
      tooMuch = Optional.of(new MetricAnswer.TooMuch("more than " + limits.points() + " points"));
    }
  }

  MetricAnswer answer() {
    return tooMuch.orElseGet(() -> {
      List<Series> found = new ArrayList<>();
      new TreeMap<>(series)
          .forEach((labels, seen) -> {
            List<Series.Point> points =
                seen.entrySet().stream()
                    .filter(one -> Double.doubleToRawLongBits(one.getValue().value()) != STALE)
                    .map(one -> new Series.Point(one.getKey(), one.getValue().value()))
                    .toList();
            if (!points.isEmpty()) {
              found.add(new Series(Labels.parse(labels), points));
            }
          });
      return new MetricAnswer.Found(found);
    });
  }

  /// The newest point of each series that has not ended.
  static List<Series> latest(Map<String, Series.Point> newest) {
    List<Series> found = new ArrayList<>();
    new TreeMap<>(newest)
        .forEach((labels, point) -> {
          if (Double.doubleToRawLongBits(point.value()) != STALE) {
            found.add(new Series(Labels.parse(labels), List.of(point)));
          }
        });
    return found;
  }
}
