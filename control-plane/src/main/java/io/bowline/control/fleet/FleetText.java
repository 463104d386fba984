package io.bowline.control.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Fleets as the audit and events tell of them; there is no secret in one.
final class FleetText {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private FleetText() {}

  /// Whether a wish is for the very fleet that is there.
  static boolean same(Fleet there, Fleet wanted) {
    return said(there).equals(said(wanted));
  }

  private static Map<String, Object> said(Fleet fleet) {
    var said = new TreeMap<String, Object>();
    said.put("infra_type", fleet.infra().text());
    said.put("domain", fleet.domain());
    said.put("tenancy_mode", fleet.tenancy().text());
    said.put("max_tenants", fleet.room().maxTenants());
    said.put("max_kafka_units", fleet.room().maxKafkaUnits());
    said.put("placement_config", fleet.placement());
    said.put("advanced_config", fleet.advanced());
    return said;
  }

  static Map<String, Object> after(Fleet fleet) {
    return Map.of("after", said(fleet));
  }

  static Map<String, Object> before(Fleet fleet) {
    var said = said(fleet);
    said.put("status", fleet.status().word());
    return Map.of("before", said);
  }

  /// What differs, before and after; empty for nothing.
  static Map<String, Object> difference(Fleet before, Fleet after) {
    Map<String, Object> was = said(before);
    Map<String, Object> is = said(after);
    was.entrySet().removeIf(entry -> entry.getValue().equals(is.get(entry.getKey())));
    is.keySet().retainAll(was.keySet());
    return was.isEmpty() ? Map.of() : Map.of("before", was, "after", is);
  }

  static Map<String, Object> named(Fleet fleet, Map<String, Object> detail) {
    var named = new LinkedHashMap<String, Object>();
    named.put("identifier", fleet.identifier());
    named.putAll(new TreeMap<>(detail));
    return named;
  }

  /// What was read once, to be read again.
  static Map<String, JsonNode> nodes(Map<String, Object> values) {
    var nodes = new TreeMap<String, JsonNode>();
    values.forEach((name, value) -> nodes.put(name, JSON.valueToTree(value)));
    return nodes;
  }

  static String json(Map<String, Object> detail) {
    try {
      return JSON.writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }
}
