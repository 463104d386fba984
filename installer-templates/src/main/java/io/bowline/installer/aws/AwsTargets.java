package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.Parameters;

/// Declared targets in a template that knows no lists of any length: a condition and a rule for
/// each place, out of one text to which empty places are added.
final class AwsTargets {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AwsTargets() {}

  /// The name of the condition that something stands in a place.
  static String condition(int place) {
    return "IsDeclared" + place;
  }

  /// A condition for each place.
  static ObjectNode conditions() {
    ObjectNode conditions = JSON.objectNode();
    for (int place = 0; place < Parameters.TARGETS; place++) {
      ArrayNode equals = JSON.arrayNode().add(target(place)).add("");
      ObjectNode nothing = JSON.objectNode();
      nothing.set("Fn::Equals", equals);
      conditions.putObject(condition(place)).putArray("Fn::Not").add(nothing);
    }
    return conditions;
  }

  static ObjectNode range(int place) {
    return select(0, split(":", target(place)));
  }

  static ObjectNode port(int place) {
    return select(1, split(":", target(place)));
  }

  private static ObjectNode target(int place) {
    ObjectNode all = JSON.objectNode();
    all.put("Fn::Sub", "${DeclaredTargets}" + ",".repeat(Parameters.TARGETS));
    return select(place, split(",", all));
  }

  private static ObjectNode select(int place, ObjectNode list) {
    ObjectNode select = JSON.objectNode();
    select.putArray("Fn::Select").add(place).add(list);
    return select;
  }

  private static ObjectNode split(String mark, ObjectNode text) {
    ObjectNode split = JSON.objectNode();
    split.putArray("Fn::Split").add(mark).add(text);
    return split;
  }
}
