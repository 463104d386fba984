package io.bowline.control.edge.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.platform.event.Event;
import io.bowline.model.id.OrgId;

/// An event as the text that travels, on PostgreSQL and on Kafka alike.
final class Envelope {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private Envelope() {}

  static String encode(Event event) {
    return JSON.createObjectNode()
        .put("v", VERSION)
        .put("topic", event.topic())
        .put("org", event.org().toString())
        .put("key", event.key())
        .put("payload", event.payload())
        .toString();
  }

  static Event decode(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return new Event(
          node.path("topic").asText(),
          OrgId.parse(node.path("org").asText()),
          node.path("key").asText(),
          node.path("payload").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an event that is no JSON", e);
    }
  }
}
