package io.bowline.runner.telemetry.wire;

import com.google.protobuf.Timestamp;
import io.bowline.proto.wire.LokiWire;
import io.bowline.runner.telemetry.spool.Batch;
import io.bowline.runner.telemetry.spool.Loss;
import io.bowline.runner.telemetry.spool.Reading;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A batch of log lines as Loki's push request. What was dropped becomes a line of its stream, with
/// the label `bowline_marker="dropped"`.
public final class LokiPush {
  /// Of what nobody can tell where it was from.
  private static final SortedMap<String, String> UNKNOWN =
      new TreeMap<>(Map.of("component", "(unknown)"));

  private LokiPush() {}

  public static byte[] encode(Batch batch) {
    Map<SortedMap<String, String>, LokiWire.StreamAdapter.Builder> streams = new LinkedHashMap<>();
    for (Loss loss : batch.losses()) {
      stream(streams, loss.labels().isEmpty() ? UNKNOWN : loss.labels())
          .addEntries(
              entry(loss.until(), marker(loss))
                  .addStructuredMetadata(
                      LokiWire.LabelPairAdapter.newBuilder()
                          .setName("bowline_marker")
                          .setValue("dropped")));
    }
    for (Reading reading : batch.readings()) {
      stream(streams, reading.labels()).addEntries(entry(reading.nanos(), reading.payload()));
    }
    var request = LokiWire.PushRequest.newBuilder();
    streams.values().forEach(request::addStreams);
    return SnappyBlock.encode(request.build().toByteArray());
  }

  private static LokiWire.StreamAdapter.Builder stream(
      Map<SortedMap<String, String>, LokiWire.StreamAdapter.Builder> streams,
      SortedMap<String, String> labels) {
    return streams.computeIfAbsent(
        labels, set -> LokiWire.StreamAdapter.newBuilder().setLabels(text(set)));
  }

  private static LokiWire.EntryAdapter.Builder entry(long nanos, String line) {
    return LokiWire.EntryAdapter.newBuilder()
        .setTimestamp(
            Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(nanos, 1_000_000_000L))
                .setNanos((int) Math.floorMod(nanos, 1_000_000_000L)))
        .setLine(line);
  }

  private static String marker(Loss loss) {
    return "bowline: dropped %s%d lines of this stream, from %s to %s: %s"
        .formatted(
            loss.atLeast() ? "at least " : "",
            loss.count(),
            instant(loss.from()),
            instant(loss.until()),
            loss.cause().text());
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  private static String text(SortedMap<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
