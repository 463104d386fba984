package io.bowline.control.edge.ingest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a push says about its body.
///
/// @param contentType media type with parameters; empty when absent
/// @param contentEncoding empty when absent
/// @param batch how the sender names what it sends, so that it can send it again; empty when absent
record Headers(String contentType, String contentEncoding, String batch) {
  private static final int LONGEST_BATCH = 100;

  Headers(String contentType, String contentEncoding) {
    this(contentType, contentEncoding, "");
  }

  /// The sender's name for the batch.
  ///
  /// @throws BadPush when it is too long
  String named() throws BadPush {
    if (batch.length() > LONGEST_BATCH) {
      throw BadPush.malformed("X-Bowline-Batch has more than " + LONGEST_BATCH + " characters");
    }
    return batch;
  }

  /// A parameter of the media type.
  Optional<String> parameter(String name) {
    return Arrays.stream(contentType.split(";", -1))
        .skip(1)
        .map(String::strip)
        .filter(part -> part.startsWith(name + "="))
        .map(part -> part.substring(name.length() + 1).replace("\"", ""))
        .findFirst();
  }

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
