package io.bowline.control.edge.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import io.bowline.control.telemetry.Labels;
import io.bowline.control.telemetry.LogLine;
import io.bowline.proto.wire.LokiWire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Loki's push protocol: protobuf in block Snappy, or JSON, plain or in gzip.
final class LokiPush {
  static final int MAX_LINE = 256 * 1024;
  static final int MAX_LINES = 100_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private LokiPush() {}

  static List<LogLine> decode(Headers headers, byte[] body) throws BadPush {
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

  private static List<LogLine> protobuf(byte[] bytes) throws BadPush {
    try {
      var lines = new ArrayList<LogLine>();
      for (LokiWire.StreamAdapter stream : LokiWire.PushRequest.parseFrom(bytes).getStreamsList()) {
        Map<String, String> labels = LabelText.parse(stream.getLabels());
        for (LokiWire.EntryAdapter entry : stream.getEntriesList()) {
          var all = new TreeMap<>(labels);
          entry
              .getStructuredMetadataList()
              .forEach(p -> all.putIfAbsent(p.getName(), p.getValue()));
          long nanos =
              entry.getTimestamp().getSeconds() * 1_000_000_000L + entry.getTimestamp().getNanos();
          add(lines, nanos, all, entry.getLine());
        }
      }
      return lines;
    } catch (InvalidProtocolBufferException e) {
      throw BadPush.malformed("body is not a Loki PushRequest in protobuf");
    }
  }

  private static List<LogLine> json(byte[] bytes) throws BadPush {
    try {
      var lines = new ArrayList<LogLine>();
      for (JsonNode stream : JSON.readTree(bytes).path("streams")) {
        var labels = new TreeMap<String, String>();
        stream
            .path("stream")
            .properties()
            .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        for (JsonNode value : stream.path("values")) {
          if (!value.path(0).isTextual() || !value.path(1).isTextual()) {
            throw BadPush.malformed("streams[].values[] must be [\"<nanoseconds>\", \"<line>\"]");
          }
          add(lines, Long.parseLong(value.path(0).asText()), labels, value.path(1).asText());
        }
      }
      return lines;
    } catch (NumberFormatException e) {
      throw BadPush.malformed("streams[].values[][0] must be nanoseconds since the epoch");
    } catch (JacksonException e) {
      throw BadPush.malformed("body is not JSON");
    } catch (IOException e) {
      throw BadPush.malformed("body is not readable");
    }
  }

  private static void add(List<LogLine> lines, long nanos, Map<String, String> labels, String line)
      throws BadPush {
    if (lines.size() >= MAX_LINES) {
      throw new BadPush(
          413, "a push holds more than " + MAX_LINES + " lines; send smaller batches");
    }
    if (line.length() > MAX_LINE) {
      throw BadPush.malformed("a line is longer than " + MAX_LINE + " characters");
    }
    try {
      lines.add(new LogLine(nanos, Labels.of(labels), line));
    } catch (IllegalArgumentException e) {
      throw BadPush.malformed(String.valueOf(e.getMessage()));
    }
  }
}
