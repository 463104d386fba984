package io.bowline.testkit.cloud;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// A request as it came.
///
/// @param header the value of a header, or `null`
public record Call(String method, URI address, Function<String, String> header, String body) {
  public String path() {
    return URLDecoder.decode(address.getRawPath(), StandardCharsets.UTF_8);
  }

  /// The parameters of its address.
  public Map<String, String> query() {
    var query = new LinkedHashMap<String, String>();
    String raw = address.getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int at = pair.indexOf('=');
        query.put(
            at < 0 ? pair : pair.substring(0, at),
            URLDecoder.decode(at < 0 ? "" : pair.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  String parameter(String name) {
    return query().getOrDefault(name, "");
  }

  String value(String name) {
    String value = header.apply(name);
    return value == null ? "" : value;
  }
}
