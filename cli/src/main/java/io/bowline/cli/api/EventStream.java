package io.bowline.cli.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;

/// Reads server-sent events from a text stream.
final class EventStream {
  private static final int MAX_EVENT = 8 * 1024 * 1024;
  private final BufferedReader lines;
  private final ObjectMapper json;

  EventStream(BufferedReader lines, ObjectMapper json) {
    this.lines = lines;
    this.json = json;
  }

  void feed(Api.Listener listener) throws IOException {
    String id = "0";
    String kind = "message";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (!data.isEmpty()
            && !listener.take(new Api.Event(id, kind, json.readTree(data.toString())))) {
          return;
        }
        kind = "message";
        data.setLength(0);
      } else if (line.startsWith("event:")) {
        kind = line.substring("event:".length()).strip();
      } else if (line.startsWith("id:")) {
        id = line.substring("id:".length()).strip();
      } else if (line.startsWith("data:")) {
        if (data.length() + line.length() > MAX_EVENT) {
          throw new IOException(
              "the server sent an event of more than " + MAX_EVENT + " characters");
        }
        data.append(line.substring("data:".length()).strip());
      }
    }
  }
}
