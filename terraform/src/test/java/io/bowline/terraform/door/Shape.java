package io.bowline.terraform.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Lines that say what a resource is, in the words of no door. Two base layers are the same when
/// their lines are.
final class Shape {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final TreeSet<String> lines = new TreeSet<>();
  private final UnaryOperator<String> names;

  /// @param names what something that is referred to is called, whatever it is referred to by
  Shape(UnaryOperator<String> names) {
    this.names = names;
  }

  SortedSet<String> lines() {
    return new TreeSet<>(lines);
  }

  /// A resource that is being described.
  final class Line {
    private final StringBuilder text;

    private Line(String kind) {
      text = new StringBuilder(kind);
    }

    /// A value; nothing and `false` are the same.
    Line with(String label, JsonNode value) {
      String said = said(value);
      if (!said.isEmpty() && !said.equals("false")) {
        text.append("; ").append(label).append('=').append(said);
      }
      return this;
    }

    void done() {
      lines.add(text.toString());
    }
  }

  Line line(String kind) {
    return new Line(kind);
  }

  private String said(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(each -> items.add(said(each)));
      // no list in a base layer has an order that matters
      items.sort(null);
      return items.size() == 1 ? items.getFirst() : items.toString();
    }
    if (value instanceof ObjectNode object) {
      var fields = new TreeSet<String>();
      object.properties().forEach(each -> fields.add(each.getKey() + ":" + said(each.getValue())));
      return fields.toString();
    }
    String text = value.asText();
    return text.startsWith("{\"") ? said(parsed(text)) : names.apply(text);
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
