package io.bowline.registry;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// A request as any HTTP server can give it.
///
/// @param path the raw path, not yet percent-decoded, beginning with `/v2`
/// @param query the raw query, empty when there is none
/// @param headers first values by lower-case name
/// @param body read at most once, as it comes
public record OciRequest(
    String method, String path, String query, Map<String, String> headers, InputStream body) {
  /// The first value of a header.
  ///
  /// @param name in lower case
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
