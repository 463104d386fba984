package io.bowline.control.platform.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import java.util.ArrayList;
import java.util.List;

/// What checks found, as it stands in JSON columns.
public final class StoredChecks {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private StoredChecks() {}

  /// Adds checks to a list of a document.
  public static void write(ArrayNode to, List<Check> checks) {
    for (Check check : checks) {
      ObjectNode node =
          to.addObject()
              .put("name", check.name())
              .put("result", check.result().text())
              .put("detail", check.detail());
      check.actions().forEach(node.putArray("actions")::add);
    }
  }

  /// A column's document.
  public static JsonNode document(String column) {
    try {
      return JSON.readTree(column);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what a check found is no JSON", e);
    }
  }

  /// The checks of a list of a document.
  public static List<Check> read(JsonNode checks) {
    var read = new ArrayList<Check>();
    for (JsonNode check : checks) {
      var actions = new ArrayList<String>();
      check.path("actions").forEach(action -> actions.add(action.asText()));
      read.add(
          new Check(
              check.path("name").asText(),
              Result.parse(check.path("result").asText()),
              check.path("detail").asText(),
              actions));
    }
    return read;
  }
}
