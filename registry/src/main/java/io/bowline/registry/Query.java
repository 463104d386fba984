package io.bowline.registry;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request's query, decoded.
record Query(Map<String, List<String>> parameters) {
  private static final int MAX_LENGTH = 8_192;

  static Query of(OciRequest request) throws Refusal {
    if (request.query().length() > MAX_LENGTH) {
      throw new Refusal(414, ErrorCode.UNSUPPORTED, "the query is longer than 8192 characters");
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : request.query().split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      parameters
          .computeIfAbsent(decode(name), key -> new ArrayList<>())
          .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    return new Query(parameters);
  }

  Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  private static String decode(String text) throws Refusal {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, ErrorCode.UNSUPPORTED, "the query is not percent-encoded properly");
    }
  }
}
