package io.bowline.control.edge.ingest;

import io.bowline.control.telemetry.Labels;
import io.bowline.control.telemetry.SampleBatch;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// Prometheus remote write 1.0 and 2.0: protobuf in block Snappy. Read field by field, since the
/// generated messages cost more than everything else together.
final class RemoteWrite {
  static final String V1 = "prometheus.WriteRequest";
  static final String V2 = "io.prometheus.write.v2.Request";

  private static final int MAX_SAMPLES = 200_000;

  private final LabelCache cache = new LabelCache();

  SampleBatch decode(Headers headers, byte[] body) throws BadPush {
    if (!headers.mediaType().equals("application/x-protobuf")) {
      throw new BadPush(415, "Content-Type must be application/x-protobuf");
    }
    if (!headers.encoded("snappy")) {
      throw new BadPush(415, "Content-Encoding must be snappy");
    }
    String message = headers.parameter("proto").orElse(V1);
    if (!message.equals(V1) && !message.equals(V2)) {
      throw new BadPush(415, "the messages " + V1 + " and " + V2 + " are taken");
    }
    byte[] plain = Body.unsnappy(body);
    try {
      return message.equals(V2) ? new SymbolTable(cache).read(plain) : v1(plain);
    } catch (IOException e) {
      throw BadPush.malformed("body is not a remote-write request in protobuf");
    }
  }

  private SampleBatch v1(byte[] plain) throws IOException, BadPush {
    var batch = new SampleBatch();
    var request = new Wire(plain, 0, plain.length);
    for (int field = request.field(); field != 0; field = request.field()) {
      if (field == 1) {
        series(batch, request.part());
      } else {
        request.skip();
      }
    }
    return batch;
  }

  private void series(SampleBatch batch, Wire.Part part) throws IOException, BadPush {
    int begin = -1;
    int end = -1;
    Wire series = part.walk();
    int before = series.at();
    for (int field = series.field(); field != 0; field = series.field()) {
      series.skip();
      if (field == 1) {
        begin = begin < 0 ? before : begin;
        end = series.at();
      }
      before = series.at();
    }
    if (begin < 0) {
      throw BadPush.malformed("a series has no label __name__");
    }
    var labels = new Wire.Part(part.bytes(), begin, end - begin);
    int number =
        batch.series(cache.get(part.bytes(), begin, end - begin, () -> named(pairs(labels))));
    samples(batch, number, part, 2);
  }

  /// Adds the samples of a series; both versions of the protocol have them in the same form.
  static void samples(SampleBatch batch, int series, Wire.Part part, int samples)
      throws IOException, BadPush {
    Wire all = part.walk();
    for (int field = all.field(); field != 0; field = all.field()) {
      if (field != samples) {
        all.skip();
        continue;
      }
      Wire sample = all.part().walk();
      double value = 0;
      long millis = 0;
      for (int inner = sample.field(); inner != 0; inner = sample.field()) {
        switch (inner) {
          case 1 -> value = sample.decimal();
          case 2 -> millis = sample.number();
          default -> sample.skip();
        }
      }
      if (batch.count() >= MAX_SAMPLES) {
        throw new BadPush(
            413, "a request holds more than " + MAX_SAMPLES + " samples; send smaller batches");
      }
      batch.add(series, nanos(millis), value);
    }
  }

  private static Map<String, String> pairs(Wire.Part labels) throws BadPush {
    try {
      var pairs = new TreeMap<String, String>();
      Wire all = labels.walk();
      for (int field = all.field(); field != 0; field = all.field()) {
        if (field == 1) {
          pair(pairs, all.part().walk());
        } else {
          all.skip();
        }
      }
      return pairs;
    } catch (IOException e) {
      throw BadPush.malformed("the labels of a series cannot be read");
    }
  }

  private static void pair(Map<String, String> pairs, Wire label) throws IOException {
    String name = "";
    String value = "";
    for (int field = label.field(); field != 0; field = label.field()) {
      switch (field) {
        case 1 -> name = label.part().text();
        case 2 -> value = label.part().text();
        default -> label.skip();
      }
    }
    pairs.put(name, value);
  }

  static Labels named(Map<String, String> labels) throws BadPush {
    if (!labels.containsKey("__name__")) {
      throw BadPush.malformed("a series has no label __name__");
    }
    try {
      return Labels.of(labels);
    } catch (IllegalArgumentException e) {
      throw BadPush.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static long nanos(long millis) throws BadPush {
    try {
      return Math.multiplyExact(millis, 1_000_000L);
    } catch (ArithmeticException e) {
      throw BadPush.malformed("samples[].timestamp is out of range");
    }
  }
}
