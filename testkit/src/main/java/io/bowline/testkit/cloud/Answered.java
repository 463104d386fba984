package io.bowline.testkit.cloud;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a cloud says to a call.
public record Answered(int status, String type, String body, Map<String, String> headers) {
  static Answered json(int status, String body) {
    return new Answered(status, "application/json; charset=UTF-8", body, Map.of());
  }

  static Answered nothing(int status) {
    return json(status, "");
  }

  Answered with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answered(status, type, body, more);
  }
}
