package io.bowline.control.edge.ingest;

import com.google.protobuf.InvalidProtocolBufferException;
import io.bowline.control.telemetry.Labels;
import io.bowline.control.telemetry.Sample;
import io.bowline.proto.wire.RemoteWrite1;
import io.bowline.proto.wire.RemoteWrite2;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prometheus remote write 1.0 and 2.0: protobuf in block Snappy.
final class RemoteWrite {
  static final String V2 = "io.prometheus.write.v2.Request";

  private static final int MAX_SAMPLES = 200_000;

  private RemoteWrite() {}

  static boolean isV2(Headers headers) {
    return headers.contentType().replace(" ", "").contains("proto=" + V2);
  }

  static List<Sample> decode(Headers headers, byte[] body) throws BadPush {
    if (!headers.mediaType().equals("application/x-protobuf")) {
      throw new BadPush(415, "Content-Type must be application/x-protobuf");
    }
    if (!headers.encoded("snappy")) {
      throw new BadPush(415, "Content-Encoding must be snappy");
    }
    byte[] plain = Body.unsnappy(body);
    try {
      return isV2(headers) ? v2(plain) : v1(plain);
    } catch (InvalidProtocolBufferException e) {
      throw BadPush.malformed("body is not a remote-write request in protobuf");
    } catch (IllegalArgumentException e) {
      throw BadPush.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static List<Sample> v1(byte[] plain) throws InvalidProtocolBufferException, BadPush {
    var samples = new ArrayList<Sample>();
    for (var series : RemoteWrite1.WriteRequest.parseFrom(plain).getTimeseriesList()) {
      var labels = new TreeMap<String, String>();
      series.getLabelsList().forEach(label -> labels.put(label.getName(), label.getValue()));
      Labels named = named(labels);
      for (var sample : series.getSamplesList()) {
        add(samples, new Sample(nanos(sample.getTimestamp()), named, sample.getValue()));
      }
    }
    return samples;
  }

  private static List<Sample> v2(byte[] plain) throws InvalidProtocolBufferException, BadPush {
    var request = RemoteWrite2.Request.parseFrom(plain);
    var samples = new ArrayList<Sample>();
    for (var series : request.getTimeseriesList()) {
      if (series.getLabelsRefsCount() % 2 != 0) {
        throw BadPush.malformed("timeseries[].labels_refs must be pairs");
      }
      var labels = new TreeMap<String, String>();
      for (int i = 0; i < series.getLabelsRefsCount(); i += 2) {
        labels.put(
            symbol(request, series.getLabelsRefs(i)), symbol(request, series.getLabelsRefs(i + 1)));
      }
      Labels named = named(labels);
      for (var sample : series.getSamplesList()) {
        add(samples, new Sample(nanos(sample.getTimestamp()), named, sample.getValue()));
      }
    }
    return samples;
  }

  private static String symbol(RemoteWrite2.Request request, int position) throws BadPush {
    if (position < 0 || position >= request.getSymbolsCount()) {
      throw BadPush.malformed("timeseries[].labels_refs names a symbol that is not in the table");
    }
    return request.getSymbols(position);
  }

  private static Labels named(Map<String, String> labels) throws BadPush {
    if (!labels.containsKey("__name__")) {
      throw BadPush.malformed("a series has no label __name__");
    }
    return Labels.of(labels);
  }

  private static long nanos(long millis) throws BadPush {
    try {
      return Math.multiplyExact(millis, 1_000_000L);
    } catch (ArithmeticException e) {
      throw BadPush.malformed("samples[].timestamp is out of range");
    }
  }

  private static void add(List<Sample> samples, Sample sample) throws BadPush {
    if (samples.size() >= MAX_SAMPLES) {
      throw new BadPush(
          413, "a request holds more than " + MAX_SAMPLES + " samples; send smaller batches");
    }
    samples.add(sample);
  }
}
