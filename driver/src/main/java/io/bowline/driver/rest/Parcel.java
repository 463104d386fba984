package io.bowline.driver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What came of a question whose answer need not be JSON.
public sealed interface Parcel {
  /// The cloud said something, which may be a refusal.
  ///
  /// @param status 2xx, 3xx or 4xx
  /// @param headers by name in lower case, the first of each
  /// @param body read as UTF-8
  record Got(int status, Map<String, String> headers, String body) implements Parcel {
    public Got {
      headers = Map.copyOf(headers);
    }

    /// Whether it is no refusal.
    public boolean good() {
      return status / 100 == 2;
    }

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// The body as JSON; a missing node where it is none.
    public JsonNode json() {
      return Rest.json(body.getBytes(StandardCharsets.UTF_8)).orElse(Rest.NOTHING);
    }

    /// It may hold a token.
    @Override
    public String toString() {
      return "Got[%d]".formatted(status);
    }
  }

  /// It said nothing that can be used.
  record Lost(Reply.Why why) implements Parcel {}
}
