package io.bowline.testkit.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bowline.testkit.layer.Part;
import io.bowline.testkit.layer.Thing;
import io.bowline.testkit.terraform.Made.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What readers of all clouds do alike.
final class Things {
  private Things() {}

  /// Everything but rules.
  ///
  /// @param parts what each kind of resource is
  /// @param rules kinds that are rules
  /// @throws IllegalStateException when something is there that is no part of a base layer
  static List<Thing> of(
      Made made, Map<String, Part> parts, Set<String> rules, Function<Resource, String> name) {
    var things = new ArrayList<Thing>();
    for (Resource resource : made.resources()) {
      if (rules.contains(resource.type()) || resource.type().equals("terraform_data")) {
        continue;
      }
      Part part = parts.get(resource.type());
      if (part == null) {
        throw new IllegalStateException(
            resource.address() + " is no part of a base layer; another kind is another promise");
      }
      things.add(new Thing(part, name.apply(resource)));
    }
    return things;
  }

  /// The texts of a list.
  static Set<String> texts(JsonNode list) {
    var texts = new TreeSet<String>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /// One text of each item of a list.
  static Set<String> texts(JsonNode list, String field) {
    var texts = new TreeSet<String>();
    list.forEach(item -> texts.add(item.path(field).asText()));
    return texts;
  }

  /// An output as text; empty where there is none.
  static String output(Made made, String word) {
    return made.outputs().getOrDefault(word, MissingNode.getInstance()).asText("");
  }
}
