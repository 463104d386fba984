package io.bowline.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.simulator.json.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Where two normal forms differ, path by path.
final class Comparison {
  private final List<String> differences = new ArrayList<>();

  private Comparison() {}

  static List<String> of(JsonNode recorded, JsonNode answered) {
    Comparison comparison = new Comparison();
    comparison.walk("", recorded, answered);
    return comparison.differences;
  }

  private void walk(String path, JsonNode recorded, JsonNode answered) {
    if (recorded.equals(answered)) {
      return;
    }
    if (recorded.isObject() && answered.isObject()) {
      Set<String> names = new TreeSet<>();
      recorded.fieldNames().forEachRemaining(names::add);
      answered.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        walk(path + "/" + name.replace("/", "~1"), recorded.path(name), answered.path(name));
      }
    } else if (recorded.isArray() && answered.isArray() && recorded.size() == answered.size()) {
      for (int i = 0; i < recorded.size(); i++) {
        walk(path + "/" + i, recorded.get(i), answered.get(i));
      }
    } else if (!(recorded.isNumber()
        && answered.isNumber()
        && recorded.asDouble() == answered.asDouble())) {
      differences.add(path + ": recorded " + shown(recorded) + ", answered " + shown(answered));
    }
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "nothing";
    }
    String text = new String(Tree.bytes(node), java.nio.charset.StandardCharsets.UTF_8);
    return text.length() > 600 ? text.substring(0, 600) + "..." : text;
  }
}
