package io.bowline.driver.rest;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// A question to a cloud.
///
/// @param body empty for none
public record Ask(String method, URI address, Map<String, String> headers, String body) {
  public Ask {
    headers = Map.copyOf(headers);
  }

  /// Asks for something.
  public static Ask get(URI address) {
    return new Ask("GET", address, Map.of(), "");
  }

  /// Asks with a body.
  public static Ask post(URI address, String type, String body) {
    return new Ask("POST", address, Map.of("Content-Type", type), body);
  }

  /// The same with another header.
  public Ask with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Ask(method, address, more, body);
  }

  /// Headers and body hold credentials.
  @Override
  public String toString() {
    return "Ask[%s %s]".formatted(method, address.getHost());
  }
}
