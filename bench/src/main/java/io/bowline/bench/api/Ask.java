package io.bowline.bench.api;

import java.nio.charset.StandardCharsets;

/// One request as it goes over the wire, and the status that is its right answer.
///
/// @param kind what sort of request it is, for the figures
/// @param text head and body
public record Ask(String kind, String text, int status) {
  /// A request without a body.
  static Ask get(String kind, String path, String token, int status) {
    return new Ask(kind, head("GET", path, token, ""), status);
  }

  /// A request with a JSON body.
  static Ask send(String kind, String method, String path, String token, String body, int status) {
    String more =
        "Content-Type: application/json\r\nContent-Length: %d\r\n"
            .formatted(body.getBytes(StandardCharsets.UTF_8).length);
    return new Ask(kind, head(method, path, token, more) + body, status);
  }

  private static String head(String method, String path, String token, String more) {
    String bearer = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + bearer + more + "\r\n";
  }
}
