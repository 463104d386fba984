package io.bowline.control.edge.ingest;

import java.util.Locale;

/// What a push says about its body.
///
/// @param contentType media type with parameters; empty when absent
/// @param contentEncoding empty when absent
record Headers(String contentType, String contentEncoding) {
  String mediaType() {
    int semicolon = contentType.indexOf(';');
    return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  boolean encoded(String name) {
    return contentEncoding.strip().equalsIgnoreCase(name);
  }

  boolean plain() {
    return contentEncoding.isBlank() || encoded("identity");
  }
}
