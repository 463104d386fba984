package io.bowline.control.edge.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.telemetry.LogLine;
import io.bowline.control.telemetry.Sample;
import io.bowline.proto.wire.LokiWire;
import io.bowline.proto.wire.RemoteWrite1;
import io.bowline.proto.wire.RemoteWrite2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class PushDecodingTest {
  private static final Headers JSON = new Headers("application/json", "");
  private static final Headers PROTOBUF = new Headers("application/x-protobuf", "snappy");

  private static byte[] gzip(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  @Test
  void json_is_read_plain_and_in_gzip() throws Exception {
    byte[] body =
        """
        {"streams": [{"stream": {"app": "broker"}, "values": [["1000000001", "ready"]]}]}
        """
            .getBytes(UTF_8);
    List<LogLine> plain = LokiPush.decode(JSON, body);
    List<LogLine> packed =
        LokiPush.decode(new Headers("application/json; charset=utf-8", "gzip"), gzip(body));
    assertThat(plain).isEqualTo(packed).hasSize(1);
    assertThat(plain.getFirst().line()).isEqualTo("ready");
    assertThat(plain.getFirst().nanos()).isEqualTo(1_000_000_001L);
    assertThat(plain.getFirst().labels().match(Map.of("app", "broker"))).isTrue();
  }

  @Test
  void protobuf_with_structured_metadata_is_read() throws Exception {
    var stream =
        LokiWire.StreamAdapter.newBuilder()
            .setLabels("{app=\"bro\\\"ker\", pod=\"broker-0\"}")
            .addEntries(
                LokiWire.EntryAdapter.newBuilder()
                    .setLine("line")
                    .addStructuredMetadata(
                        LokiWire.LabelPairAdapter.newBuilder().setName("trace").setValue("1")));
    byte[] body = LokiWire.PushRequest.newBuilder().addStreams(stream).build().toByteArray();
    LogLine line = LokiPush.decode(PROTOBUF, Snappy.compress(body)).getFirst();
    assertThat(line.labels().values())
        .isEqualTo(Map.of("app", "bro\"ker", "pod", "broker-0", "trace", "1"));
  }

  @Test
  void remote_write_one_and_two_give_the_same_sample() throws Exception {
    var v1 =
        RemoteWrite1.WriteRequest.newBuilder()
            .addTimeseries(
                RemoteWrite1.TimeSeries.newBuilder()
                    .addLabels(RemoteWrite1.Label.newBuilder().setName("__name__").setValue("up"))
                    .addSamples(RemoteWrite1.Sample.newBuilder().setTimestamp(5).setValue(1)));
    var v2 =
        RemoteWrite2.Request.newBuilder()
            .addAllSymbols(List.of("", "__name__", "up"))
            .addTimeseries(
                RemoteWrite2.TimeSeries.newBuilder()
                    .addAllLabelsRefs(List.of(1, 2))
                    .addSamples(RemoteWrite2.Sample.newBuilder().setTimestamp(5).setValue(1)));
    var second =
        new Headers("application/x-protobuf;proto=io.prometheus.write.v2.Request", "snappy");
    List<Sample> one = RemoteWrite.decode(PROTOBUF, Snappy.compress(v1.build().toByteArray()));
    List<Sample> two = RemoteWrite.decode(second, Snappy.compress(v2.build().toByteArray()));
    assertThat(one).isEqualTo(two).hasSize(1);
    assertThat(one.getFirst().nanos()).isEqualTo(5_000_000L);
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
    assertThatThrownBy(() -> LokiPush.decode(new Headers("application/json", "gzip"), bomb))
        .isInstanceOfSatisfying(BadPush.class, e -> assertThat(e.status()).isEqualTo(413));
    // a Snappy preamble that promises 4 GiB
    byte[] promise = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0};
    assertThatThrownBy(() -> RemoteWrite.decode(PROTOBUF, promise)).isInstanceOf(BadPush.class);
  }

  @Test
  void a_symbol_that_is_not_in_the_table_is_refused() throws Exception {
    byte[] body =
        RemoteWrite2.Request.newBuilder()
            .addTimeseries(RemoteWrite2.TimeSeries.newBuilder().addAllLabelsRefs(List.of(7, 8)))
            .build()
            .toByteArray();
    var headers = new Headers("application/x-protobuf;proto=" + RemoteWrite.V2, "snappy");
    assertThatThrownBy(() -> RemoteWrite.decode(headers, Snappy.compress(body)))
        .hasMessageContaining("symbol");
  }

  @Test
  void an_unknown_content_type_says_which_ones_are_taken() {
    assertThatThrownBy(() -> LokiPush.decode(new Headers("text/csv", ""), new byte[0]))
        .hasMessageContaining("application/x-protobuf");
  }
}
