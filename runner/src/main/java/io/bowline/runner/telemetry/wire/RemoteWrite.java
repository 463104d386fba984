package io.bowline.runner.telemetry.wire;

import io.bowline.proto.wire.RemoteWrite1;
import io.bowline.runner.telemetry.spool.Batch;
import io.bowline.runner.telemetry.spool.Loss;
import io.bowline.runner.telemetry.spool.Reading;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A batch of samples as a remote-write 1.0 request. What was dropped becomes a sample of
/// `bowline_dropped_samples`, one series for each series that lost some and each cause, at the time
/// of the last one lost; `bowline_dropped_since_seconds` says when the first one was.
public final class RemoteWrite {
  private static final String NAME = "__name__";

  private RemoteWrite() {}

  public static byte[] encode(Batch batch) {
    Map<SortedMap<String, String>, RemoteWrite1.TimeSeries.Builder> series = new LinkedHashMap<>();
    for (Loss loss : batch.losses()) {
      add(series, dropped(loss, "bowline_dropped_samples"), loss.until(), (double) loss.count());
      add(
          series,
          dropped(loss, "bowline_dropped_since_seconds"),
          loss.until(),
          Math.floorDiv(loss.from(), 1_000_000L) / 1_000.0);
    }
    for (Reading reading : batch.readings()) {
      add(series, reading.labels(), reading.nanos(), Double.parseDouble(reading.payload()));
    }
    var request = RemoteWrite1.WriteRequest.newBuilder();
    series.values().forEach(request::addTimeseries);
    return SnappyBlock.encode(request.build().toByteArray());
  }

  private static SortedMap<String, String> dropped(Loss loss, String name) {
    var marked = new TreeMap<>(loss.labels());
    marked.put("metric", loss.labels().getOrDefault(NAME, ""));
    marked.put("cause", loss.cause().name().toLowerCase(Locale.ROOT));
    marked.put(NAME, name);
    return marked;
  }

  private static void add(
      Map<SortedMap<String, String>, RemoteWrite1.TimeSeries.Builder> series,
      SortedMap<String, String> labels,
      long nanos,
      double value) {
    series
        .computeIfAbsent(labels, RemoteWrite::timeSeries)
        .addSamples(
            RemoteWrite1.Sample.newBuilder()
                .setTimestamp(Math.floorDiv(nanos, 1_000_000L))
                .setValue(value));
  }

  private static RemoteWrite1.TimeSeries.Builder timeSeries(SortedMap<String, String> labels) {
    var series = RemoteWrite1.TimeSeries.newBuilder();
    labels.forEach((name, value) ->
        series.addLabels(RemoteWrite1.Label.newBuilder().setName(name).setValue(value)));
    return series;
  }
}
