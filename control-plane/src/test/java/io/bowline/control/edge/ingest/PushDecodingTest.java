package io.bowline.control.edge.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.bowline.control.telemetry.Labels;
import io.bowline.control.telemetry.LogBatch;
import io.bowline.control.telemetry.LogLine;
import io.bowline.control.telemetry.LogQuery;
import io.bowline.control.telemetry.MetricAnswer;
import io.bowline.control.telemetry.SampleBatch;
import io.bowline.control.telemetry.Selector;
import io.bowline.control.telemetry.Series;
import io.bowline.control.telemetry.Source;
import io.bowline.control.telemetry.Telemetry;
import io.bowline.control.telemetry.TestRoom;
import io.bowline.control.telemetry.TimeRange;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.proto.wire.LokiWire;
import io.bowline.proto.wire.RemoteWrite1;
import io.bowline.proto.wire.RemoteWrite2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class PushDecodingTest {
  private static final Headers JSON = new Headers("application/json", "");
  private static final Headers PROTOBUF = new Headers("application/x-protobuf", "snappy");

  private static final Headers SECOND =
      new Headers("application/x-protobuf;proto=" + RemoteWrite.V2, "snappy");

  private static byte[] gzip(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static final TimeRange ALWAYS = new TimeRange(0, Long.MAX_VALUE);
  private static final Source SOURCE =
      new Source(new OrgId(new UUID(1, 1)), new InstallId(new UUID(2, 2)));

  @TempDir Path folder;

  private final LokiPush loki = new LokiPush();
  private final RemoteWrite remoteWrite = new RemoteWrite();

  /// What is read back of a batch that was decoded.
  private List<LogLine> stored(LogBatch batch) throws IOException {
    try (var telemetry =
        new Telemetry(
            Files.createTempDirectory(folder, "t"),
            TestRoom.sizes(1 << 20, 5, 5),
            TestRoom.enough())) {
      telemetry.addLogs(SOURCE, batch, "");
      var query = new LogQuery(Selector.ALL, "", ALWAYS);
      return telemetry.oldest(SOURCE, query, Optional.empty(), 1_000);
    }
  }

  private MetricAnswer stored(SampleBatch batch) throws IOException {
    try (var telemetry =
        new Telemetry(
            Files.createTempDirectory(folder, "t"),
            TestRoom.sizes(1 << 20, 5, 5),
            TestRoom.enough())) {
      telemetry.addSamples(SOURCE, batch, "");
      return telemetry.latest(SOURCE, Selector.ALL, ALWAYS, 100);
    }
  }

  @Test
  void json_is_read_plain_and_in_gzip() throws Exception {
    byte[] body =
        """
        {"streams": [{"stream": {"app": "broker"}, "values":
          [["1000000001", "ready"], ["1000000002", "gone", {"trace": "1"}]]}]}
        """
            .getBytes(UTF_8);
    List<LogLine> plain = stored(loki.decode(JSON, body));
    List<LogLine> packed =
        stored(loki.decode(new Headers("application/json; charset=utf-8", "gzip"), gzip(body)));
    assertThat(plain).isEqualTo(packed).hasSize(2);
    assertThat(plain.getFirst().line()).isEqualTo("ready");
    assertThat(plain.getFirst().key().nanos()).isEqualTo(1_000_000_001L);
    assertThat(plain.getFirst().labels()).isEqualTo(Labels.of(Map.of("app", "broker")));
    assertThat(plain.getLast().labels())
        .isEqualTo(Labels.of(Map.of("app", "broker", "trace", "1")));
  }

  @Test
  void protobuf_with_structured_metadata_is_read() throws Exception {
    var entry =
        LokiWire.EntryAdapter.newBuilder()
            .setTimestamp(Timestamp.newBuilder().setSeconds(5).setNanos(7));
    var trace = LokiWire.LabelPairAdapter.newBuilder().setName("trace").setValue("1");
    var stream =
        LokiWire.StreamAdapter.newBuilder()
            .setLabels("{app=\"bro\\\"ker\", pod=\"broker-0\"}")
            .addEntries(entry.clone().setLine("line").addStructuredMetadata(trace))
            .addEntries(entry.clone().setLine("zeile äöü"));
    byte[] body = LokiWire.PushRequest.newBuilder().addStreams(stream).build().toByteArray();
    List<LogLine> lines = stored(loki.decode(PROTOBUF, Snappy.compress(body)));
    assertThat(lines.getFirst().labels().values())
        .isEqualTo(Map.of("app", "bro\"ker", "pod", "broker-0", "trace", "1"));
    assertThat(lines.getFirst().key().nanos()).isEqualTo(5_000_000_007L);
    assertThat(lines.getLast().line()).isEqualTo("zeile äöü");
    assertThat(lines.getLast().labels().values())
        .isEqualTo(Map.of("app", "bro\"ker", "pod", "broker-0"));
  }

  @Test
  void remote_write_one_and_two_give_the_same_samples() throws Exception {
    var sample1 = RemoteWrite1.Sample.newBuilder().setTimestamp(5).setValue(1);
    var name = RemoteWrite1.Label.newBuilder().setName("__name__").setValue("up");
    var pod = RemoteWrite1.Label.newBuilder().setName("pod");
    var v1 =
        RemoteWrite1.WriteRequest.newBuilder()
            .addTimeseries(
                RemoteWrite1.TimeSeries.newBuilder()
                    .addLabels(name)
                    .addLabels(pod.clone().setValue("a"))
                    .addSamples(sample1))
            .addTimeseries(
                RemoteWrite1.TimeSeries.newBuilder()
                    .addLabels(name)
                    .addLabels(pod.clone().setValue("b"))
                    .addSamples(sample1.clone().setValue(-2.5)));
    var sample2 = RemoteWrite2.Sample.newBuilder().setTimestamp(5).setValue(1);
    var v2 =
        RemoteWrite2.Request.newBuilder()
            .addAllSymbols(List.of("", "__name__", "up", "pod", "a", "b"))
            .addTimeseries(
                RemoteWrite2.TimeSeries.newBuilder()
                    .addAllLabelsRefs(List.of(1, 2, 3, 4))
                    .addSamples(sample2))
            .addTimeseries(
                RemoteWrite2.TimeSeries.newBuilder()
                    .addAllLabelsRefs(List.of(1, 2, 3, 5))
                    .addSamples(sample2.clone().setValue(-2.5)));
    MetricAnswer one =
        stored(remoteWrite.decode(PROTOBUF, Snappy.compress(v1.build().toByteArray())));
    MetricAnswer two =
        stored(remoteWrite.decode(SECOND, Snappy.compress(v2.build().toByteArray())));
    assertThat(one)
        .isEqualTo(two)
        .isEqualTo(
            new MetricAnswer.Found(
                List.of(
                    new Series(
                        Labels.of(Map.of("__name__", "up", "pod", "a")),
                        List.of(new Series.Point(5_000_000, 1))),
                    new Series(
                        Labels.of(Map.of("__name__", "up", "pod", "b")),
                        List.of(new Series.Point(5_000_000, -2.5))))));
  }

  @Test
  void bodies_that_end_early_or_have_fields_of_a_wrong_type_are_refused() throws Exception {
    byte[] whole =
        RemoteWrite1.WriteRequest.newBuilder()
            .addTimeseries(
                RemoteWrite1.TimeSeries.newBuilder()
                    .addLabels(RemoteWrite1.Label.newBuilder().setName("__name__").setValue("up"))
                    .addSamples(RemoteWrite1.Sample.newBuilder().setTimestamp(5).setValue(1)))
            .build()
            .toByteArray();
    for (int length = 1; length < whole.length; length++) {
      byte[] torn = Snappy.compress(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> remoteWrite.decode(PROTOBUF, torn))
          .as("%d bytes", length)
          .isInstanceOf(BadPush.class);
    }
    byte[] wrong = {1 << 3, 7};
    assertThatThrownBy(() -> remoteWrite.decode(PROTOBUF, Snappy.compress(wrong)))
        .isInstanceOf(BadPush.class);
    assertThatThrownBy(() -> loki.decode(PROTOBUF, Snappy.compress(wrong)))
        .isInstanceOf(BadPush.class);
  }

  @Test
  void a_message_that_is_not_taken_is_refused_as_the_protocol_says() {
    var headers = new Headers("application/x-protobuf;proto=io.prometheus.write.v9", "snappy");
    assertThatThrownBy(() -> remoteWrite.decode(headers, new byte[0]))
        .isInstanceOfSatisfying(BadPush.class, e -> assertThat(e.status()).isEqualTo(415));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}x", "{a}", "{a=}", "{a=\"", "{a=\"b\\", "{a=\"b\\q\"}", "{a=\"b\" c}"})
  void malformed_labels_are_refused(String labels) {
    assertThatThrownBy(() -> LabelText.parse(labels)).isInstanceOf(BadPush.class);
  }

  @Test
  void a_small_body_that_unpacks_to_a_huge_one_is_refused() throws Exception {
    byte[] bomb = gzip(new byte[Body.MAX_PLAIN + 1]);
    assertThatThrownBy(() -> loki.decode(new Headers("application/json", "gzip"), bomb))
        .isInstanceOfSatisfying(BadPush.class, e -> assertThat(e.status()).isEqualTo(413));
    // a Snappy preamble that promises 4 GiB
    byte[] promise = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0};
    assertThatThrownBy(() -> remoteWrite.decode(PROTOBUF, promise)).isInstanceOf(BadPush.class);
  }

  @Test
  void a_symbol_that_is_not_in_the_table_is_refused() throws Exception {
    byte[] body =
        RemoteWrite2.Request.newBuilder()
            .addTimeseries(RemoteWrite2.TimeSeries.newBuilder().addAllLabelsRefs(List.of(7, 8)))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> remoteWrite.decode(SECOND, Snappy.compress(body)))
        .hasMessageContaining("symbol");
  }

  @Test
  void an_unknown_content_type_says_which_ones_are_taken() {
    assertThatThrownBy(() -> loki.decode(new Headers("text/csv", ""), new byte[0]))
        .hasMessageContaining("application/x-protobuf");
  }

  @Test
  void jsonOfAnotherFormIsRefusedAndNotTakenForNothing() throws Exception {
    for (String other :
        List.of(
            "{}",
            "[]",
            "{\"streams\":{}}",
            "{\"streams\":[{\"labels\":\"{app=\\\"a\\\"}\",\"entries\":[{\"line\":\"x\"}]}]}",
            "{\"streams\":[{\"stream\":{\"app\":\"a\"}}]}")) {
      assertThatThrownBy(() -> loki.decode(JSON, other.getBytes(UTF_8)))
          .as(other)
          .isInstanceOfSatisfying(BadPush.class, e -> assertThat(e.status()).isEqualTo(400))
          .hasMessageContaining("values");
    }
    assertThat(loki.decode(JSON, "{\"streams\":[]}".getBytes(UTF_8)).count()).isZero();
  }
}
