package io.bowline.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.simulator.json.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What goes back.
public sealed interface Answer {
  int code();

  /// A body that is there whole; nobody compares two of them.
  @SuppressWarnings("ArrayRecordComponent")
  record Whole(int code, String type, byte[] body, Map<String, String> headers) implements Answer {}

  /// A body that is written while the connection lasts.
  record Stream(int code, String type, Source source) implements Answer {}

  /// No answer: the connection is cut.
  record Cut() implements Answer {
    @Override
    public int code() {
      return 0;
    }
  }

  /// Writes a stream until its end.
  interface Source {
    void writeTo(Sink sink) throws IOException, InterruptedException;
  }

  /// Where a stream goes; each write reaches the client at once.
  interface Sink {
    void write(byte[] bytes) throws IOException;
  }

  static Answer json(int code, JsonNode body) {
    return new Whole(code, "application/json", Tree.bytes(body), Map.of());
  }

  static Answer ok(JsonNode body) {
    return json(200, body);
  }

  static Answer text(int code, String body) {
    return new Whole(code, "text/plain", body.getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
