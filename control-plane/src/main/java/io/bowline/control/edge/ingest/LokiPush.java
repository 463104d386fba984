package io.bowline.control.edge.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.telemetry.Labels;
import io.bowline.control.telemetry.LogBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Loki's push protocol: protobuf in block Snappy, or JSON, plain or in gzip. Structured metadata
/// becomes labels.
final class LokiPush {
  static final int MAX_LINE = 256 * 1024;
  static final int MAX_LINES = 100_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LabelCache cache = new LabelCache();

  LogBatch decode(Headers headers, byte[] body) throws BadPush {
    return switch (headers.mediaType()) {
      case "application/x-protobuf" -> protobuf(Body.unsnappy(body));
      case "application/json" -> json(plain(headers, body));
      default ->
          throw new BadPush(415, "Content-Type must be application/x-protobuf or application/json");
    };
  }

  private static byte[] plain(Headers headers, byte[] body) throws BadPush {
    if (headers.encoded("gzip")) {
      return Body.gunzip(body);
    }
    if (headers.plain()) {
      return body;
    }
    throw new BadPush(415, "Content-Encoding must be gzip or absent for JSON");
  }

  private LogBatch protobuf(byte[] bytes) throws BadPush {
    try {
      var batch = new LogBatch();
      var request = new Wire(bytes, 0, bytes.length);
      for (int field = request.field(); field != 0; field = request.field()) {
        if (field == 1) {
          stream(batch, request.part());
        } else {
          request.skip();
        }
      }
      return batch;
    } catch (IOException e) {
      throw BadPush.malformed("body is not a Loki PushRequest in protobuf");
    }
  }

  private void stream(LogBatch batch, Wire.Part part) throws IOException, BadPush {
    var text = new Wire.Part(part.bytes(), part.from(), 0);
    Wire stream = part.walk();
    for (int field = stream.field(); field != 0; field = stream.field()) {
      if (field == 1) {
        text = stream.part();
      } else {
        stream.skip();
      }
    }
    Wire.Part given = text;
    Labels labels =
        cache.get(
            given.bytes(),
            given.from(),
            given.length(),
            () -> labels(LabelText.parse(given.text())));
    int number = batch.stream(labels);
    Wire entries = part.walk();
    for (int field = entries.field(); field != 0; field = entries.field()) {
      if (field == 2) {
        entry(batch, labels, number, entries.part());
      } else {
        entries.skip();
      }
    }
  }

  private static void entry(LogBatch batch, Labels labels, int stream, Wire.Part part)
      throws IOException, BadPush {
    long nanos = 0;
    var line = new Wire.Part(part.bytes(), part.from(), 0);
    Map<String, String> metadata = Map.of();
    Wire entry = part.walk();
    for (int field = entry.field(); field != 0; field = entry.field()) {
      switch (field) {
        case 1 -> nanos = nanos(entry.part().walk());
        case 2 -> line = entry.part();
        case 3 -> {
          metadata = metadata.isEmpty() ? new TreeMap<>() : metadata;
          pair(metadata, entry.part().walk());
        }
        default -> entry.skip();
      }
    }
    check(batch, line.length());
    int number = metadata.isEmpty() ? stream : batch.stream(with(labels, metadata));
    batch.add(number, nanos, line.bytes(), line.from(), line.length());
  }

  private static long nanos(Wire timestamp) throws IOException {
    long nanos = 0;
    for (int field = timestamp.field(); field != 0; field = timestamp.field()) {
      switch (field) {
        case 1 -> nanos += timestamp.number() * 1_000_000_000L;
        case 2 -> nanos += timestamp.number();
        default -> timestamp.skip();
      }
    }
    return nanos;
  }

  private static void pair(Map<String, String> pairs, Wire pair) throws IOException {
    String name = "";
    String value = "";
    for (int field = pair.field(); field != 0; field = pair.field()) {
      switch (field) {
        case 1 -> name = pair.part().text();
        case 2 -> value = pair.part().text();
        default -> pair.skip();
      }
    }
    pairs.put(name, value);
  }

  private static LogBatch json(byte[] bytes) throws BadPush {
    try {
      var batch = new LogBatch();
      for (JsonNode stream : streams(JSON.readTree(bytes))) {
        Labels labels = labels(texts(stream.path("stream")));
        for (JsonNode value : stream.path("values")) {
          if (!value.path(0).isTextual() || !value.path(1).isTextual()) {
            throw BadPush.malformed("streams[].values[] must be [\"<nanoseconds>\", \"<line>\"]");
          }
          byte[] line = value.path(1).asText().getBytes(StandardCharsets.UTF_8);
          check(batch, line.length);
          Map<String, String> metadata = texts(value.path(2));
          batch.add(
              batch.stream(metadata.isEmpty() ? labels : with(labels, metadata)),
              Long.parseLong(value.path(0).asText()),
              line,
              0,
              line.length);
        }
      }
      return batch;
    } catch (NumberFormatException e) {
      throw BadPush.malformed("streams[].values[][0] must be nanoseconds since the epoch");
    } catch (JacksonException e) {
      throw BadPush.malformed("body is not JSON");
    } catch (IOException e) {
      throw BadPush.malformed("body is not readable");
    }
  }

  /// Another form, as of Loki's former path, would be taken for nothing and be lost without a word.
  private static JsonNode streams(JsonNode push) throws BadPush {
    JsonNode streams = push.path("streams");
    boolean wellFormed =
        streams.isArray()
            && streams
                .valueStream()
                .allMatch(each -> each.path("stream").isObject() && each.path("values").isArray());
    if (!wellFormed) {
      throw BadPush.malformed(
          "body must be {\"streams\": [{\"stream\": {<labels>}, \"values\": [[<nanoseconds>, <line>]]}]}");
    }
    return streams;
  }

  private static Map<String, String> texts(JsonNode object) {
    var texts = new TreeMap<String, String>();
    object.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }

  private static Labels with(Labels labels, Map<String, String> metadata) throws BadPush {
    var all = new TreeMap<>(metadata);
    all.putAll(labels.values());
    return labels(all);
  }

  private static Labels labels(Map<String, String> values) throws BadPush {
    try {
      return Labels.of(values);
    } catch (IllegalArgumentException e) {
      throw BadPush.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static void check(LogBatch batch, int length) throws BadPush {
    if (batch.count() >= MAX_LINES) {
      throw new BadPush(
          413, "a push holds more than " + MAX_LINES + " lines; send smaller batches");
    }
    if (length > MAX_LINE) {
      throw BadPush.malformed("a line is longer than " + MAX_LINE + " bytes");
    }
  }
}
